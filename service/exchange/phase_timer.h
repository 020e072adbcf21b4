// Tells an observer how long a phase took when it goes out of scope, by
// whatever way.
//
// Example:
//   PhaseTimer timer(observer, UpstreamPhase::kResolve);
//   Resolve();
//   timer.Next(UpstreamPhase::kConnect);
//   Connect();
#ifndef BACKLINKS_SERVICE_EXCHANGE_PHASE_TIMER_H_
#define BACKLINKS_SERVICE_EXCHANGE_PHASE_TIMER_H_

#include <chrono>

#include "absl/time/time.h"
#include "service/model/upstream_observer.h"

namespace backlinks {

class PhaseTimer {
 public:
  // `observer` must outlive the timer.
  PhaseTimer(UpstreamObserver& observer, UpstreamPhase phase)
      : observer_(observer), phase_(phase) {}
  ~PhaseTimer() { End(); }
  PhaseTimer(const PhaseTimer&) = delete;
  PhaseTimer& operator=(const PhaseTimer&) = delete;

  // The phase has ended, and another one begins.
  void Next(UpstreamPhase phase) {
    End();
    phase_ = phase;
    start_ = Clock::now();
  }

 private:
  using Clock = std::chrono::steady_clock;

  void End() {
    observer_.OnUpstreamPhase(phase_, absl::FromChrono(Clock::now() - start_));
  }

  UpstreamObserver& observer_;
  UpstreamPhase phase_;
  Clock::time_point start_ = Clock::now();
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_EXCHANGE_PHASE_TIMER_H_
