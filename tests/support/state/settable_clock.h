// A clock that moves only when a test lets it.
//
// Threads: every method may be called from any thread.
#ifndef BACKLINKS_TESTS_SUPPORT_STATE_SETTABLE_CLOCK_H_
#define BACKLINKS_TESTS_SUPPORT_STATE_SETTABLE_CLOCK_H_

#include <mutex>

#include "absl/time/time.h"

namespace backlinks::state::testing_state {

class SettableClock {
 public:
  absl::Time Now() const {
    const std::lock_guard lock(mutex_);
    return now_;
  }
  void Advance(absl::Duration duration) {
    const std::lock_guard lock(mutex_);
    now_ += duration;
  }

 private:
  mutable std::mutex mutex_;
  absl::Time now_ = absl::FromUnixSeconds(1'800'000'000);
};

}  // namespace backlinks::state::testing_state

#endif  // BACKLINKS_TESTS_SUPPORT_STATE_SETTABLE_CLOCK_H_
