#include "service/embedded/ahrefs_v3/handler.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "fmt/format.h"
#include "service/common/text/case_fold.h"
#include "service/embedded/ahrefs_v3/page_sql.h"
#include "service/embedded/ahrefs_v3/parameters.h"
#include "service/embedded/ahrefs_v3/query.h"
#include "service/embedded/ahrefs_v3/row_format.h"
#include "service/embedded/row_format.h"

namespace backlinks::embedded::ahrefs_v3 {
namespace {

namespace asio = boost::asio;

constexpr std::string_view kDialect = "ahrefs_v3";
constexpr std::string_view kAllBacklinks = "/v3/site-explorer/all-backlinks";
constexpr std::string_view kLimitsAndUsage =
    "/v3/subscription-info/limits-and-usage";
constexpr std::string_view kBearer = "bearer ";  // In any case.
constexpr int64_t kMinUnits = 50;

int HttpStatusOf(const absl::Status& error) {
  switch (error.code()) {
    case absl::StatusCode::kInvalidArgument:
      return 400;
    case absl::StatusCode::kUnauthenticated:
      return 401;
    case absl::StatusCode::kResourceExhausted:
      return 403;
    case absl::StatusCode::kNotFound:
      return 404;
    case absl::StatusCode::kUnimplemented:
      return 405;
    default:
      return 500;
  }
}

std::string ErrorBody(std::string_view text) {
  return fmt::format("{{\"error\":{}}}", JsonText(text));
}

asio::awaitable<void> SendError(http_server::HttpReply& reply,
                                const absl::Status& error) {
  http_server::HttpHeaders headers;
  headers.emplace_back("Content-Type", "application/json");
  const int status = HttpStatusOf(error);
  if (status == 405) headers.emplace_back("Allow", "GET");
  const std::string body = ErrorBody(std::string(error.message()));
  co_await reply.Send(status, std::move(headers), body);
}

// Sends the error of the fault. Returns false if it has none.
asio::awaitable<bool> SendErrorOf(const Fault& fault,
                                  http_server::HttpReply& reply) {
  if (!fault.error) co_return false;
  http_server::HttpHeaders headers = FaultHeaders(fault, "application/json");
  const std::string body = ErrorBody(*fault.error);
  co_await reply.Send(fault.status.value_or(400), std::move(headers), body);
  co_return true;
}

// The price of a response, in API units.
struct Price {
  int64_t row;
  int64_t total;
};

Price PriceOf(const V3Query& query, int64_t rows) {
  const int64_t row = query.units_per_row();
  return {row, std::max(kMinUnits, row * rows)};
}

http_server::HttpHeaders RowsHeaders(int64_t rows, const Price& price) {
  const std::string total = fmt::to_string(price.total);
  return {{"Content-Type", "application/json"},
          {"x-api-rows", fmt::to_string(rows)},
          {"x-api-units-cost-row", fmt::to_string(price.row)},
          {"x-api-units-cost-total", total},
          {"x-api-units-cost-total-actual", total},
          {"x-api-cache", "no_cache"}};
}

AnsweredRequest AccountOf(const V3Query& query, int64_t rows,
                          const Price& price) {
  return {.target = query.target,
          .where = query.where,
          .order_by = query.order_by,
          .select = query.select_text,
          .limit = query.limit,
          .rows = rows,
          .dialect = std::string(kDialect),
          .milli_price = price.total * 1000};
}

// Returns the bearer token in the header. Empty if there is none.
std::string_view BearerOf(std::string_view header) {
  if (text::FoldCase(header.substr(0, kBearer.size())) != kBearer) return "";
  header.remove_prefix(kBearer.size());
  while (header.starts_with(' ')) header.remove_prefix(1);
  return header;
}

std::string FirstOfMonth(int months_ahead) {
  const auto zone = absl::UTCTimeZone();
  const auto month = absl::ToCivilMonth(absl::Now(), zone) + months_ahead;
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", absl::FromCivil(month, zone),
                          zone);
}

}  // namespace

asio::awaitable<void> V3Handler::Handle(
    const http_server::HttpServerRequest& request,
    http_server::HttpReply& reply) {
  const Fault fault = backend_.NextFault();
  co_await Delay(fault);
  bool answered = co_await SendErrorOf(fault, reply);
  if (answered) co_return;
  answered = co_await SendHtml(fault, reply);
  if (answered) co_return;
  const absl::Status checked = Check(request);
  if (!checked.ok()) {
    co_await SendError(reply, checked);
  } else if (request.path == kAllBacklinks) {
    co_await AllBacklinks(request, reply, fault);
  } else {
    co_await LimitsAndUsage(request, reply);
  }
}

absl::Status V3Handler::Check(
    const http_server::HttpServerRequest& request) const {
  if (request.path != kAllBacklinks && request.path != kLimitsAndUsage) {
    return absl::NotFoundError(
        fmt::format("not found: {} and {} are served here", kAllBacklinks,
                    kLimitsAndUsage));
  }
  if (request.method != "GET") {
    return absl::UnimplementedError("method not allowed");
  }
  const std::string_view key =
      BearerOf(request.header("authorization").value_or(""));
  if (!backend_.IsToken(key)) {
    return absl::UnauthenticatedError("invalid API key");
  }
  return absl::OkStatus();
}

asio::awaitable<void> V3Handler::AllBacklinks(
    const http_server::HttpServerRequest& request,
    http_server::HttpReply& reply, const Fault& fault) {
  auto query = ParseV3Query(request);
  if (query.ok()) query->limit = backend_.Cap(query->limit);
  const V3Ties ties = fault.unstable ? V3Ties::kRandom : V3Ties::kStable;
  auto page = query.ok() ? backend_.Run(MakeV3Sql(*query, ties))
                         : absl::StatusOr<Backend::Page>(query.status());
  if (!page.ok()) {
    co_await SendError(reply, page.status());
    co_return;
  }
  const Price price = PriceOf(*query, page->count);
  const bool paid = backend_.account().AddWithin(
      AccountOf(*query, page->count, price), backend_.units_limit() * 1000);
  if (!paid) {
    const auto error = absl::ResourceExhaustedError("API units limit reached");
    co_await SendError(reply, error);
    co_return;
  }
  const V3RowFormat format(query->select);
  http_server::HttpHeaders headers = RowsHeaders(page->count, price);
  WarnOfUnknownParameters(request, kAllBacklinksParameters, headers);
  RowsAnswer answer{request, reply,      backend_.compresses(), fault,
                    format,  page->rows, std::move(headers)};
  co_await SendRows(answer);
}

asio::awaitable<void> V3Handler::LimitsAndUsage(
    const http_server::HttpServerRequest& request,
    http_server::HttpReply& reply) {
  const absl::Status output = CheckV3Output(request);
  if (!output.ok()) {
    co_await SendError(reply, output);
    co_return;
  }
  const int64_t used = backend_.account().milli_price(kDialect) / 1000;
  const std::string body = fmt::format(
      R"({{"limits_and_usage":{{"subscription":"Embedded",)"
      R"("usage_reset_date":"{}","units_limit_workspace":{},)"
      R"("units_usage_workspace":{},"units_limit_api_key":null,)"
      R"("units_usage_api_key":{},"api_key_expiration_date":"{}"}}}})",
      FirstOfMonth(1), backend_.units_limit(), used, used, FirstOfMonth(12));
  const Price free{0, 0};
  http_server::HttpHeaders headers = RowsHeaders(1, free);
  WarnOfUnknownParameters(request, kLimitsAndUsageParameters, headers);
  co_await reply.Send(200, std::move(headers), body);
}

}  // namespace backlinks::embedded::ahrefs_v3
