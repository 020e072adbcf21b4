#include "service/rpc/usage_call.h"

#include <string>

#include "absl/time/civil_time.h"
#include "absl/time/clock.h"
#include "google/protobuf/util/time_util.h"
#include "service/common/status/status.h"
#include "service/decode/flat_document.h"
#include "service/stream/stream_summary.h"

namespace backlinks {
namespace {

constexpr size_t kMaxBodyBytes = 16 << 10;

int64_t StartOf(absl::CivilDay day) {
  return absl::ToUnixSeconds(absl::FromCivil(day, absl::UTCTimeZone()));
}

// Reads slightly more than the limit at most.
boost::asio::awaitable<absl::Status> ReadBody(HttpResponse& response,
                                              std::string& body) {
  while (body.size() <= kMaxBodyBytes) {
    const auto piece = co_await response.Read();
    if (!piece.ok()) co_return piece.status();
    if (piece->empty()) break;
    body += *piece;
  }
  co_return absl::OkStatus();
}

}  // namespace

boost::asio::awaitable<absl::Status> UsageCall::Run() {
  AddDays();
  auto request = dialect_.MakeAllowanceRequest();
  if (!request) co_return absl::OkStatus();
  const auto allowance = co_await Ask(*request);
  if (!allowance.ok()) {
    response_.set_allowance_problem(std::string(allowance.status().message()));
    co_return absl::OkStatus();
  }
  auto& out = *response_.mutable_allowance();
  *out.mutable_remaining() = PriceOf(allowance->remaining);
  *out.mutable_limit() = PriceOf(allowance->limit);
  out.set_subscription(allowance->subscription);
  co_return absl::OkStatus();
}

void UsageCall::AddDays() {
  using google::protobuf::util::TimeUtil;
  for (const UsageDay& day : ledger_.Days()) {
    v1::UsagePeriod& period = *response_.add_periods();
    *period.mutable_start_time() =
        TimeUtil::SecondsToTimestamp(StartOf(day.day));
    *period.mutable_end_time() =
        TimeUtil::SecondsToTimestamp(StartOf(day.day + 1));
    period.set_call_count(day.calls);
    period.set_row_count(day.rows);
    *period.mutable_price() = PriceOf(day.price);
  }
}

boost::asio::awaitable<absl::StatusOr<Allowance>> UsageCall::Ask(
    HttpRequest& request) {
  UpstreamFetch fetch;
  if (record_.trace) RecordAttempts(request, fetch);
  auto allowance = co_await Fetch(request, fetch.received_bytes);
  if (record_.trace) {
    fetch.end = absl::Now();
    fetch.status = allowance.status();
    record_.trace->OnFetch(fetch);
  }
  co_return allowance;
}

boost::asio::awaitable<absl::StatusOr<Allowance>> UsageCall::Fetch(
    const HttpRequest& request, int64_t& received_bytes) {
  auto response =
      co_await exchange_.Send(request, deadline_, record_.upstream_calls);
  if (!response.ok()) co_return response.status();
  const ResponseHead& head = (*response)->head();
  const absl::Status checked = dialect_.CheckHead(head);
  if (!checked.ok() && !dialect_.NeedsErrorBody(head)) co_return checked;
  std::string body;
  const absl::Status read = co_await ReadBody(**response, body);
  received_bytes = (*response)->received_bytes();
  if (!read.ok() && checked.ok()) co_return read;
  co_return ParseAllowance(head, body);
}

// An error reported in the document takes precedence over the head.
absl::StatusOr<Allowance> UsageCall::ParseAllowance(
    const ResponseHead& head, std::string_view body) const {
  const auto members = DecodeFlat(body);
  if (members.ok()) {
    const auto error = members->find("error");
    if (error != members->end()) return dialect_.ErrorOf(head, error->second);
  }
  BACKLINKS_RETURN_IF_ERROR(dialect_.CheckHead(head));
  if (!members.ok()) return members.status();
  auto allowance = dialect_.ReadAllowance(*members);
  if (allowance) return *allowance;
  return MakeError(Reason::kUpstreamMalformed,
                   "the upstream's account has no figures");
}

v1::Price UsageCall::PriceOf(MilliPrice amount) const {
  return MakePrice(dialect_.price_unit(), amount);
}

}  // namespace backlinks
