#include "service/rpc/usage_call.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/cleanup/cleanup.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "boost/asio/this_coro.hpp"
#include "google/protobuf/util/time_util.h"
#include "service/common/status/status.h"
#include "service/decode/flat_document.h"
#include "service/rpc/caller_usages.h"
#include "service/stream/stream_summary.h"

namespace backlinks::rpc {
namespace {

constexpr size_t kMaxBodyBytes = 16 << 10;

// The rest of the response does not wait longer for the upstream's allowance.
constexpr absl::Duration kAllowanceTimeout = absl::Seconds(10);

int64_t StartOf(absl::CivilDay day) {
  return absl::ToUnixSeconds(absl::FromCivil(day, absl::UTCTimeZone()));
}

void AddDays(PriceUnit unit, const accounting::UsageLedger& ledger,
             v1::GetUsageResponse& response) {
  using google::protobuf::util::TimeUtil;
  for (const accounting::UsageDay& day : ledger.Days()) {
    v1::UsagePeriod& period = *response.add_periods();
    *period.mutable_start_time() =
        TimeUtil::SecondsToTimestamp(StartOf(day.day));
    *period.mutable_end_time() =
        TimeUtil::SecondsToTimestamp(StartOf(day.day + 1));
    period.set_call_count(day.calls);
    period.set_row_count(day.rows);
    *period.mutable_price() = stream::MakePrice(unit, day.price);
  }
}

// Reads slightly more than the limit at most.
boost::asio::awaitable<absl::Status> ReadBody(exchange::HttpResponse& response,
                                              std::string& body) {
  while (body.size() <= kMaxBodyBytes) {
    const auto piece = co_await response.Read();
    if (!piece.ok()) co_return piece.status();
    if (piece->empty()) break;
    body += *piece;
  }
  co_return absl::OkStatus();
}

// An error reported in the document takes precedence over the head.
absl::StatusOr<Allowance> ParseAllowance(const dialect::Dialect& dialect,
                                         const ResponseHead& head,
                                         std::string_view body) {
  const auto members = decode::DecodeFlat(body);
  if (members.ok()) {
    const auto error = members->find("error");
    if (error != members->end()) return dialect.ErrorOf(head, error->second);
  }
  BACKLINKS_RETURN_IF_ERROR(dialect.CheckHead(head));
  if (!members.ok()) return members.status();
  auto allowance = dialect.ReadAllowance(*members);
  if (allowance) return *allowance;
  return MakeError(Reason::kUpstreamMalformed,
                   "the upstream does not report its account");
}

boost::asio::awaitable<absl::StatusOr<Allowance>> Fetch(
    const dialect::Dialect& dialect, const HttpRequest& request,
    CallContext& call, int64_t& received_bytes) {
  int64_t upstream_calls = 0;
  // Runs after an exception, too: requests were sent.
  const absl::Cleanup count = [&] {
    call.recorder.OnUpstreamCalls(upstream_calls);
  };
  const SteadyTime deadline =
      std::min(call.deadline, SteadyTime::Now() + kAllowanceTimeout);
  auto response =
      co_await call.exchange.Send(request, deadline, upstream_calls);
  if (!response.ok()) co_return response.status();
  const ResponseHead& head = (*response)->head();
  const absl::Status checked = dialect.CheckHead(head);
  if (!checked.ok() && !dialect.NeedsErrorBody(head)) co_return checked;
  std::string body;
  const absl::Status read = co_await ReadBody(**response, body);
  received_bytes = (*response)->received_bytes();
  if (!read.ok() && checked.ok()) co_return read;
  co_return ParseAllowance(dialect, head, body);
}

// Fetches the allowance, and reports the fetch to the call's trace.
boost::asio::awaitable<absl::StatusOr<Allowance>> FetchTraced(
    const dialect::Dialect& dialect, HttpRequest& request, CallContext& call) {
  UpstreamFetch fetch;
  CallTrace* const trace = call.recorder.trace();
  if (trace != nullptr) RecordAttempts(request, fetch);
  auto allowance = co_await Fetch(dialect, request, call, fetch.received_bytes);
  if (trace != nullptr) {
    fetch.end = SteadyTime::Now();
    fetch.status = allowance.status();
    trace->OnFetch(fetch);
  }
  co_return allowance;
}

}  // namespace

boost::asio::awaitable<absl::Status> RunUsageCall(
    const CallDependencies& dependencies, const v1::GetUsageRequest& request,
    v1::GetUsageResponse& response, CallContext& call) {
  // Needed so that the state is not used after a cancellation.
  co_await boost::asio::this_coro::throw_if_cancelled(false);
  const dialect::Dialect& dialect = dependencies.dialect;
  const PriceUnit unit = dialect.price_unit();
  BACKLINKS_CO_RETURN_IF_ERROR(
      co_await AddCallerUsages(dependencies, request, call.caller, response));
  if (call.caller.sees_all) AddDays(unit, dependencies.ledger, response);
  auto question = dialect.MakeAllowanceRequest();
  if (!question) co_return absl::OkStatus();
  question->caller = call.caller.name;
  const auto allowance = co_await FetchTraced(dialect, *question, call);
  if (!allowance.ok()) {
    response.set_allowance_problem(std::string(allowance.status().message()));
    co_return absl::OkStatus();
  }
  v1::UpstreamAllowance& out = *response.mutable_allowance();
  *out.mutable_remaining() = stream::MakePrice(unit, allowance->remaining);
  *out.mutable_limit() = stream::MakePrice(unit, allowance->limit);
  out.set_subscription(allowance->subscription);
  co_return absl::OkStatus();
}

}  // namespace backlinks::rpc
