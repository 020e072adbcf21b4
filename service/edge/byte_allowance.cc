#include "service/edge/byte_allowance.h"

#include <algorithm>

namespace backlinks::edge {
namespace {

// Pings, settings and window updates that have nothing to do with a call.
constexpr int64_t kBytesPerSecond = 64 << 10;
constexpr int64_t kBurstBytes = 256 << 10;
// The headers and frames of a call, more than healthy clients need: the headers
// of a connection's calls repeat, and are then indexes.
constexpr int64_t kCallBytes = 1 << 10;
// A client that reads at full speed sends window updates of less than a
// hundredth of what it reads.
constexpr int64_t kSentBytesPerByte = 16;

// gRPC has read bytes before it reports the calls that they belong to: on a
// busy machine, long before.
constexpr absl::Duration kPatience = absl::Milliseconds(150);
// A larger debt is not waited for: it costs memory.
constexpr int64_t kMaxDebt = 8 << 20;
// Nor is one with more requests given up at a time: thousands of calls are
// begun and given up (CVE-2023-44487), faster than gRPC reports them.
constexpr int64_t kMaxGivenUpRequests = 32;

// Nor is there any need of a debt if gRPC keeps reading a little without
// reporting a call. It is busy with frames that are expensive, such as those of
// calls that begin and end: it may not report them before it has read all.
// Large requests arrive faster.
constexpr int64_t kMinLittle = 8 << 10;  // Together more than headers may have.
constexpr int64_t kMaxLittle = 256 << 10;
constexpr int kMaxUnreportedReads = 3;  // In a row.

// Debts of requests that end incomplete are written off this number of times,
// and once more after each interval.
constexpr double kMaxWriteOffs = 4;
constexpr absl::Duration kWriteOffInterval = absl::Seconds(5);
// What may still arrive of a call that has ended: gRPC allows 1 MiB beyond the
// initial window.
constexpr int64_t kInFlightBytes = 2 << 20;
constexpr int64_t kMaxInFlightCalls = 16;
constexpr absl::Duration kInFlightTime = absl::Seconds(2);

int64_t NewBytes(const ConnectionFacts& facts) {
  return static_cast<int64_t>(absl::ToDoubleSeconds(facts.interval) *
                              kBytesPerSecond) +
         facts.begun_calls * kCallBytes + facts.request_bytes +
         facts.sent_bytes / kSentBytesPerByte;
}

}  // namespace

ByteAllowance::ByteAllowance()
    : bytes_(kBurstBytes), write_offs_(kMaxWriteOffs) {}

ByteAllowance::Use ByteAllowance::Spend(const ConnectionRules& rules,
                                        const ConnectionFacts& facts) {
  PassTime(facts);
  const int64_t unexplained = facts.received_bytes - NewBytes(facts);
  bytes_ -= unexplained;
  if (IsReadingUnreported(unexplained, facts)) return Use::kFlood;
  const int64_t awaited_bytes = facts.awaited_requests * rules.max_call_bytes;
  const int64_t debt = -(bytes_ + awaited_bytes);
  if (debt > 0) {
    if (facts.given_up_requests > kMaxGivenUpRequests) return Use::kFlood;
    return IsCertain(debt, facts.interval) ? Decide(facts) : Use::kAllowed;
  }
  in_debt_.reset();
  has_warned_ = false;
  if (since_write_off_ > kInFlightTime) in_flight_bytes_ = 0;
  bytes_ = std::min(bytes_, kBurstBytes + in_flight_bytes_);
  return Use::kAllowed;
}

void ByteAllowance::PassTime(const ConnectionFacts& facts) {
  write_offs_ = std::min(
      kMaxWriteOffs,
      write_offs_ + absl::FDivDuration(facts.interval, kWriteOffInterval));
  since_write_off_ += facts.interval;
  since_lost_ += facts.interval;
  if (facts.lost_requests > 0) since_lost_ = absl::ZeroDuration();
}

bool ByteAllowance::IsReadingUnreported(int64_t unexplained,
                                        const ConnectionFacts& facts) {
  const bool has_calls = facts.begun_calls > 0 || facts.awaited_requests > 0;
  // What calls have sent that were ended may still arrive.
  const bool is_after_end =
      std::min(since_lost_, since_write_off_) < kInFlightTime || has_warned_;
  if (has_calls || is_after_end || unexplained < kMinLittle ||
      unexplained > kMaxLittle) {
    unreported_reads_ = 0;
    return false;
  }
  return ++unreported_reads_ >= kMaxUnreportedReads;
}

bool ByteAllowance::IsCertain(int64_t debt, absl::Duration interval) {
  in_debt_ = in_debt_ ? *in_debt_ + interval : absl::ZeroDuration();
  // Calls that were ended need the time to take their status.
  return (debt > kMaxDebt && !has_warned_) || *in_debt_ >= kPatience;
}

ByteAllowance::Use ByteAllowance::Decide(const ConnectionFacts& facts) {
  const bool awaits_requests = facts.awaited_requests > 0;
  // The requests that are awaited need not be those with the bytes.
  const bool is_of_lost = since_lost_ < kInFlightTime;
  if (write_offs_ >= 1 && (awaits_requests || is_of_lost)) {
    --write_offs_;
    since_write_off_ = absl::ZeroDuration();
    since_lost_ = absl::InfiniteDuration();
    in_debt_.reset();
    in_flight_bytes_ =
        std::clamp<int64_t>(facts.awaited_requests, 1, kMaxInFlightCalls) *
        kInFlightBytes;
    bytes_ = kBurstBytes + in_flight_bytes_;
    return is_of_lost ? Use::kAllowed : Use::kLargeRequests;
  }
  if (!awaits_requests || has_warned_) return Use::kFlood;
  has_warned_ = true;
  in_debt_ = absl::ZeroDuration();
  return Use::kLargeRequests;
}

}  // namespace backlinks::edge
