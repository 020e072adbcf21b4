#include "service/edge/connection_rules.h"

#include <algorithm>

#include "absl/time/time.h"

namespace backlinks::edge {
namespace {

// gRPC closes idle connections itself, gracefully: these seconds later it has
// failed to, for example because headers of a call are incomplete.
constexpr absl::Duration kIdleSlack = absl::Seconds(5);
// Cancelling is cheap for a client and expensive for the server
// (CVE-2023-44487).
constexpr double kMaxResetsPerSecond = 200;
// gRPC 1.51 enforces its maximum of concurrent calls only once the client has
// acknowledged it. Until then a healthy client may exceed it for a moment.
constexpr int64_t kMaxRunningFactor = 2;

// Connections that send nothing must not keep others away for long.
constexpr absl::Duration kCrowdedRequestTimeout = absl::Seconds(2);

absl::Duration RequestTimeout(const ConnectionRules& rules,
                              const ConnectionFacts& facts) {
  if (!facts.is_crowded) return rules.request_timeout;
  return std::min(rules.request_timeout, kCrowdedRequestTimeout);
}

bool IsIdle(const ConnectionRules& rules, const ConnectionFacts& facts) {
  return facts.running_calls == 0 &&
         facts.quiet_time > rules.max_idle + kIdleSlack;
}

bool ResetsTooMuch(const CallFacts& calls) {
  const double seconds = std::max(1.0, absl::ToDoubleSeconds(calls.interval));
  return static_cast<double>(calls.reset) > kMaxResetsPerSecond * seconds &&
         calls.reset * 2 > calls.ended;
}

}  // namespace

Verdict FindVerdict(const ConnectionRules& rules, const ConnectionFacts& facts,
                    ByteAllowance& allowance) {
  const ByteAllowance::Use use = allowance.Spend(rules, facts);
  if (use == ByteAllowance::Use::kFlood) return {CloseReason::kFlood};
  if (!facts.has_sent_request && facts.age > RequestTimeout(rules, facts)) {
    return {CloseReason::kFirstRequestTimeout};
  }
  if (IsIdle(rules, facts)) return {CloseReason::kIdle};
  if (use != ByteAllowance::Use::kLargeRequests) return {};
  return {.large_requests = facts.awaited_requests};
}

std::optional<CloseReason> FindCloseReason(const ConnectionRules& rules,
                                           const CallFacts& calls) {
  if (calls.running > kMaxRunningFactor * rules.max_running_calls) {
    return CloseReason::kCalls;
  }
  if (ResetsTooMuch(calls)) return CloseReason::kResets;
  return std::nullopt;
}

}  // namespace backlinks::edge
