#include "service/embedded/ahrefs_v2/handler.h"

#include <string>
#include <string_view>
#include <utility>

#include "fmt/format.h"
#include "service/embedded/ahrefs_v2/query.h"
#include "service/embedded/ahrefs_v2/subscription.h"
#include "service/embedded/row_format.h"

namespace backlinks::embedded::ahrefs_v2 {
namespace {

namespace asio = boost::asio;

http_server::HttpHeaders Headers(std::string_view content_type,
                                 std::string_view count) {
  http_server::HttpHeaders headers;
  headers.emplace_back("Content-Type", content_type);
  headers.emplace_back("X-Results-Count", count);
  return headers;
}

// Sends an error. v2's errors have status 200.
asio::awaitable<void> SendError(http_server::HttpReply& reply,
                                const RowFormat& format,
                                std::string_view text) {
  http_server::HttpHeaders headers = Headers(format.content_type(), "0");
  headers.emplace_back("X-Status", "error");
  co_await reply.Send(200, std::move(headers), format.Error(text));
}

std::string NoSuchTable(std::string_view from) {
  return fmt::format(
      "from: {}; backlinks and subscription_info are served here",
      from.empty() ? "parameter is missing"
                   : fmt::format("unknown table '{}'", from));
}

// Selects the ids of all rows of the query.
BoundSql IdsSql(const V2Query& query, const Fault& fault) {
  const RowOrder order = fault.unstable ? MakeUnstableOrder(query.order)
                                        : MakeRowOrder(query.order, kV2Order);
  BoundSql sql =
      RowsOfTarget(query.target_condition, query.filter, order.reads_rows);
  sql.text =
      fmt::format("SELECT refpage_id{} ORDER BY {}", sql.text, order.sql);
  return sql;
}

std::string RowSql(const V2Query& query) {
  std::string sql = "SELECT ";
  for (const Column* column : query.select) {
    sql += fmt::format("\"{}\",", column->name);
  }
  sql.back() = ' ';
  return sql + "FROM refpages WHERE id = ?";
}

PageSql ToSql(const V2Query& query, const Fault& fault) {
  return {.keys = IdsSql(query, fault),
          .row = RowSql(query),
          .limit = query.limit,
          .offset = query.offset,
          .is_stable = !fault.unstable};
}

AnsweredRequest AccountOf(const V2Query& query, int64_t rows) {
  return {.target = query.target,
          .where = query.where,
          .having = query.having,
          .order_by = query.order_by,
          .select = query.select_text,
          .limit = query.limit,
          .offset = query.offset,
          .rows = rows};
}

}  // namespace

asio::awaitable<void> V2Handler::Handle(
    const http_server::HttpServerRequest& request,
    http_server::HttpReply& reply) {
  const Fault fault = backend_.NextFault();
  co_await Delay(fault);
  if (fault.error) {
    const auto json = MakeRowFormat(false, {});
    co_await SendError(reply, *json, *fault.error);
    co_return;
  }
  const bool answered = co_await SendHtml(fault, reply);
  if (answered) co_return;
  const auto format = MakeRowFormat(request.parameter("output") == "xml", {});
  const std::string_view from = request.parameter("from").value_or("");
  if (!backend_.IsToken(request.parameter("token").value_or(""))) {
    co_await SendError(reply, *format, "invalid token");
  } else if (from == "subscription_info") {
    co_await SubscriptionInfo(request, reply);
  } else if (from == "backlinks") {
    co_await Backlinks(request, reply, fault);
  } else {
    const std::string text = NoSuchTable(from);
    co_await SendError(reply, *format, text);
  }
}

asio::awaitable<void> V2Handler::SubscriptionInfo(
    const http_server::HttpServerRequest& request,
    http_server::HttpReply& reply) {
  const auto xml = ParseV2Output(request);
  const auto format = MakeRowFormat(xml.ok() && *xml, {});
  if (!xml.ok()) {
    const std::string text(xml.status().message());
    co_await SendError(reply, *format, text);
    co_return;
  }
  const std::string body =
      V2SubscriptionInfo(*xml, backend_.account().milli_price("ahrefs_v2"));
  co_await reply.Send(200, Headers(format->content_type(), "1"), body);
}

asio::awaitable<void> V2Handler::Backlinks(
    const http_server::HttpServerRequest& request,
    http_server::HttpReply& reply, const Fault& fault) {
  auto query = ParseV2Query(request);
  if (query.ok()) query->limit = backend_.Cap(query->limit);
  auto page = query.ok() ? backend_.Run(ToSql(*query, fault))
                         : absl::StatusOr<Backend::Page>(query.status());
  const bool xml = request.parameter("output") == "xml";
  if (!page.ok()) {
    const auto format = MakeRowFormat(xml, {});
    const std::string text(page.status().message());
    co_await SendError(reply, *format, text);
    co_return;
  }
  const auto format = MakeRowFormat(xml, query->select);
  const std::string count = fmt::to_string(page->count);
  RowsAnswer answer{request,
                    reply,
                    backend_.compresses(),
                    fault,
                    *format,
                    page->rows,
                    Headers(format->content_type(), count)};
  backend_.account().Add(AccountOf(*query, page->count));
  co_await SendRows(answer);
}

}  // namespace backlinks::embedded::ahrefs_v2
