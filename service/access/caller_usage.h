// What the calls of one caller take of its limits.
//
// The rate is a token bucket that holds the calls of one minute: so many calls
// may begin at once after a minute of silence, and at most twice as many within
// any minute.
//
// Errors:  CALLER_STREAMS and CALLER_RATE with RetryInfo. A call that is
//          rejected takes nothing.
// Threads: every method may be called from any thread.
#ifndef BACKLINKS_SERVICE_ACCESS_CALLER_USAGE_H_
#define BACKLINKS_SERVICE_ACCESS_CALLER_USAGE_H_

#include <chrono>
#include <cstdint>
#include <mutex>

#include "absl/status/status.h"
#include "service/access/callers_file.h"

namespace backlinks::access {

using SteadyTime = std::chrono::steady_clock::time_point;

class CallerUsage {
 public:
  // Counts one call, which runs until Release. The limits are those of now:
  // they may change while calls run.
  absl::Status Take(const CallerLimits& limits, SteadyTime now);
  void Release();

 private:
  absl::Status CheckStreams(const CallerLimits& limits) const;
  absl::Status TakeFromBucket(int64_t calls_per_minute, SteadyTime now);

  std::mutex mutex_;
  int64_t running_ = 0;
  // The calls that the bucket holds, in parts of a call so small that each
  // nanosecond adds a whole number of them: as many as the limit.
  int64_t level_ = 0;
  SteadyTime filled_ = SteadyTime::min();
};

}  // namespace backlinks::access

#endif  // BACKLINKS_SERVICE_ACCESS_CALLER_USAGE_H_
