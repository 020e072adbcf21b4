// Says when the next request may be sent, so that no more than a number of
// them fall into any stretch of time of a given length. Shared by all workers.
//
// Turns are given in the order in which they are taken; after a pause as many
// as the limit allows come at once.
// Clock:   monotonic, from wherever it begins; tests put in their own.
// Limits:  remembers the turns of one window and those that are waited for.
// Threads: every method may be called from any thread.
#ifndef BACKLINKS_SERVICE_EXCHANGE_RATE_LIMITER_H_
#define BACKLINKS_SERVICE_EXCHANGE_RATE_LIMITER_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>

#include "absl/time/time.h"

namespace backlinks {

struct RateLimit {
  int64_t requests = 60;  // At least 1.
  absl::Duration window = absl::Minutes(1);
};

class RateLimiter {
 public:
  using Clock = std::function<absl::Duration()>;

  // By the clock's time.
  struct Reservation {
    bool acquired = false;  // Else nobody's: it would come too late.
    absl::Duration at;
    absl::Duration wait;  // Until then.
  };

  explicit RateLimiter(const RateLimit& limit);
  RateLimiter(const RateLimit& limit, Clock now);

  // The next turn, taken if it is now or within less than `patience`.
  Reservation Acquire(absl::Duration max_wait);

  // A turn that was taken and will not be used, or was not.
  void Release(const Reservation& reservation);

  const RateLimit& limit() const { return limit_; }

 private:
  absl::Duration NextTurn(absl::Duration now) const;

  const RateLimit limit_;
  const Clock now_;
  std::mutex mutex_;
  // Earliest first; between any of them and the one that is `requests` places
  // after it lies a whole window.
  std::deque<absl::Duration> turns_;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_EXCHANGE_RATE_LIMITER_H_
