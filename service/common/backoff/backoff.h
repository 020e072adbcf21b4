// Exponential backoff: the pause before a retry, used wherever the server or
// the client library retries.
//
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_COMMON_BACKOFF_BACKOFF_H_
#define BACKLINKS_SERVICE_COMMON_BACKOFF_BACKOFF_H_

#include <cstdint>

#include "absl/time/time.h"

namespace backlinks {

struct BackoffPolicy {
  // The pause before the first retry, and the maximum. Both before the jitter.
  absl::Duration first;
  absl::Duration max;
  double growth = 2;  // Each pause is this many times the one before.
  // The part of a pause that is random, from 0 (none) to 1 (all), so that
  // callers that failed together do not retry together.
  double jitter = 0.5;
};

// Returns the pause before the retry with this number, from 0. `random` is in
// [0, 1).
absl::Duration Backoff(const BackoffPolicy& policy, int64_t retry,
                       double random);

// The same with a random number of its own.
absl::Duration Backoff(const BackoffPolicy& policy, int64_t retry);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_COMMON_BACKOFF_BACKOFF_H_
