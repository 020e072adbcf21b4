// A clock for rate limiters that moves only when a test moves it.
#ifndef BACKLINKS_TESTS_EXCHANGE_MANUAL_CLOCK_H_
#define BACKLINKS_TESTS_EXCHANGE_MANUAL_CLOCK_H_

#include <memory>
#include <mutex>

#include "absl/time/time.h"
#include "service/exchange/rate_limiter.h"

namespace backlinks::exchange::testing_exchange {

// Must outlive the limiters. From any thread.
class ManualClock {
 public:
  absl::Duration Now() const {
    const std::lock_guard lock(mutex_);
    return now_;
  }
  void Advance(absl::Duration by) {
    const std::lock_guard lock(mutex_);
    now_ += by;
  }
  void SetTo(absl::Duration now) {
    const std::lock_guard lock(mutex_);
    now_ = now;
  }
  std::shared_ptr<RateLimiter> MakeLimiter(const RateLimit& limit) const {
    return std::make_shared<RateLimiter>(limit, [this] { return Now(); });
  }

 private:
  mutable std::mutex mutex_;
  absl::Duration now_ = absl::Hours(1000);
};

}  // namespace backlinks::exchange::testing_exchange

#endif  // BACKLINKS_TESTS_EXCHANGE_MANUAL_CLOCK_H_
