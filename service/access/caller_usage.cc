#include "service/access/caller_usage.h"

#include <algorithm>

#include "absl/time/time.h"
#include "fmt/format.h"
#include "service/common/status/status.h"

namespace backlinks::access {
namespace {

// A stream may end at any time, so that a better delay is not known.
constexpr absl::Duration kStreamsRetryDelay = absl::Seconds(1);

constexpr std::chrono::nanoseconds kMinute = std::chrono::minutes(1);

// The parts of one call, see level_. A full bucket of the maximum limit
// (1,000,000) has 6e16 of them, which fits.
constexpr int64_t kCallCost = kMinute.count();

// The nanoseconds since `filled`, at most a minute, which fills every bucket.
int64_t Elapsed(SteadyTime filled, SteadyTime now) {
  if (now <= filled) return 0;
  if (filled < now - kMinute) return kMinute.count();
  return std::chrono::nanoseconds(now - filled).count();
}

absl::Status RateError(int64_t calls_per_minute, absl::Duration delay) {
  // RetryInfo is in milliseconds; an earlier retry would be rejected again.
  return WithRetryDelay(
      MakeError(Reason::kCallerRate,
                fmt::format("the caller may make {} calls a minute",
                            calls_per_minute),
                {{"calls_per_minute", fmt::to_string(calls_per_minute)}}),
      absl::Ceil(delay, absl::Milliseconds(1)));
}

}  // namespace

absl::Status CallerUsage::Take(const CallerLimits& limits, SteadyTime now) {
  const std::lock_guard lock(mutex_);
  BACKLINKS_RETURN_IF_ERROR(CheckStreams(limits));
  if (limits.calls_per_minute) {
    BACKLINKS_RETURN_IF_ERROR(TakeFromBucket(*limits.calls_per_minute, now));
  }
  ++running_;
  return absl::OkStatus();
}

void CallerUsage::Release() {
  const std::lock_guard lock(mutex_);
  --running_;
}

absl::Status CallerUsage::CheckStreams(const CallerLimits& limits) const {
  if (!limits.streams || running_ < *limits.streams) return absl::OkStatus();
  return WithRetryDelay(
      MakeError(Reason::kCallerStreams,
                fmt::format("the caller may have {} concurrent calls",
                            *limits.streams),
                {{"streams", fmt::to_string(*limits.streams)}}),
      kStreamsRetryDelay);
}

absl::Status CallerUsage::TakeFromBucket(int64_t calls_per_minute,
                                         SteadyTime now) {
  const int64_t capacity = calls_per_minute * kCallCost;
  level_ += Elapsed(filled_, now) * calls_per_minute;
  level_ = std::min(level_, capacity);
  filled_ = std::max(filled_, now);
  if (level_ >= kCallCost) {
    level_ -= kCallCost;
    return absl::OkStatus();
  }
  const int64_t missing = kCallCost - level_;
  return RateError(
      calls_per_minute,
      absl::Nanoseconds((missing + calls_per_minute - 1) / calls_per_minute));
}

}  // namespace backlinks::access
