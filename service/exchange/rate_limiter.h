// Determines when the next request may be sent, so that any time window of a
// given length contains no more than a given number of requests. Shared by all
// workers.
//
// Slots are given in the order of the calls. After a pause, as many requests as
// the limit allows may be sent at once.
// Clock:   monotonic, with any origin; tests pass their own.
// Limits:  holds the slots of one window and those that are waited for.
// Threads: every method may be called from any thread.
#ifndef BACKLINKS_SERVICE_EXCHANGE_RATE_LIMITER_H_
#define BACKLINKS_SERVICE_EXCHANGE_RATE_LIMITER_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>

#include "absl/time/time.h"

namespace backlinks::exchange {

struct RateLimit {
  int64_t requests = 60;  // At least 1.
  absl::Duration window = absl::Minutes(1);
};

class RateLimiter {
 public:
  using Clock = std::function<absl::Duration()>;

  // A slot for one request, in the clock's time.
  struct Reservation {
    bool acquired =
        false;  // False if the slot was too late, and is not reserved.
    absl::Duration at;
    absl::Duration wait;  // Time until the slot.
  };

  explicit RateLimiter(const RateLimit& limit);
  RateLimiter(const RateLimit& limit, Clock now);

  // Reserves the next slot if it is free within `max_wait`.
  Reservation Acquire(absl::Duration max_wait);

  // Returns a slot that was not used or will not be used.
  void Release(const Reservation& reservation);

  const RateLimit& limit() const { return limit_; }

 private:
  absl::Duration NextReservation(absl::Duration now) const;

  const RateLimit limit_;
  const Clock now_;
  std::mutex mutex_;
  // Ascending. Each slot is at least one window after the one `requests` places
  // before it.
  std::deque<absl::Duration> reservations_;
};

}  // namespace backlinks::exchange

#endif  // BACKLINKS_SERVICE_EXCHANGE_RATE_LIMITER_H_
