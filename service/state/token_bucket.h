// A rate that all replicas share, and its arithmetic.
//
// Every implementation computes it in this way, in whole microseconds of the
// backend's clock (times stay below 2^53, which the doubles of Redis' scripts
// hold exactly). A bucket is one number, the time when it will be full:
//   full_at  = clamp(stored full_at, now, now + burst * interval)
//   next     = full_at + count * interval
//   wait     = next - burst * interval - now
// If `wait` is above 0, nothing is taken. Otherwise `next` is stored, and the
// bucket may be forgotten at that time. A new bucket is full. The upper bound
// of the clamp limits the wait after the clock was set back or the bucket made
// smaller.
#ifndef BACKLINKS_SERVICE_STATE_TOKEN_BUCKET_H_
#define BACKLINKS_SERVICE_STATE_TOKEN_BUCKET_H_

#include <cstdint>

#include "absl/time/time.h"

namespace backlinks::state {

// 60 a minute with bursts of 10 is {60, absl::Minutes(1), 10}.
struct TokenBucket {
  int64_t tokens = 1;  // New tokens in each `window`, 1 to 1,000,000.
  absl::Duration window = absl::Seconds(1);  // 1 ms to 24 h.
  // The tokens of a full bucket, 1 to 1,000,000, and no more than there are
  // new ones in kMaxDuration.
  int64_t burst = 1;

  // The time for one new token, rounded up, so that the rate is never higher
  // than asked for. At least 1.
  int64_t interval_us() const {
    const int64_t window_us = absl::ToInt64Microseconds(window);
    return (window_us + tokens - 1) / tokens;
  }
};

}  // namespace backlinks::state

#endif  // BACKLINKS_SERVICE_STATE_TOKEN_BUCKET_H_
