#include "service/edge/connection_rules.h"

#include <algorithm>

namespace backlinks::edge {
namespace {

// gRPC closes idle connections itself, gracefully: these seconds later it has
// failed to, for example because headers of a call are incomplete.
constexpr absl::Duration kIdleSlack = absl::Seconds(5);
// Pings, settings and window updates that have nothing to do with a call.
constexpr int64_t kBytesPerSecond = 64 << 10;
constexpr int64_t kBurstBytes = 256 << 10;
// The headers and frames of a call, more than healthy clients need: the headers
// of a connection's calls repeat, and are then indexes.
constexpr int64_t kCallBytes = 1 << 10;
// Of the calls whose request is being sent, this number may have sent all of it
// but the end.
constexpr int64_t kMaxAwaited = 4;
// A client that reads at full speed sends window updates of less than a
// hundredth of what it reads.
constexpr int64_t kSentBytesPerByte = 16;
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

ByteAllowance::ByteAllowance() : bytes_(kBurstBytes) {}

bool ByteAllowance::Spend(const ConnectionRules& rules,
                          const ConnectionFacts& facts) {
  bytes_ += static_cast<int64_t>(absl::ToDoubleSeconds(facts.interval) *
                                 kBytesPerSecond) +
            facts.begun_calls * kCallBytes + facts.request_bytes +
            facts.sent_bytes / kSentBytesPerByte - facts.received_bytes;
  const int64_t awaited_bytes =
      std::min(facts.awaited_requests, kMaxAwaited) * rules.max_call_bytes;
  if (bytes_ + awaited_bytes < 0) return false;
  bytes_ = std::min(bytes_, kBurstBytes);
  return true;
}

std::optional<CloseReason> FindCloseReason(const ConnectionRules& rules,
                                           const ConnectionFacts& facts,
                                           ByteAllowance& allowance) {
  if (!allowance.Spend(rules, facts)) return CloseReason::kFlood;
  if (!facts.has_sent_request && facts.age > RequestTimeout(rules, facts)) {
    return CloseReason::kFirstRequestTimeout;
  }
  if (IsIdle(rules, facts)) return CloseReason::kIdle;
  return std::nullopt;
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
