// Reports the duration of a phase to an observer when it goes out of scope.
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

namespace backlinks::exchange {

class PhaseTimer {
 public:
  // `observer` must outlive the timer.
  PhaseTimer(UpstreamObserver& observer, UpstreamPhase phase)
      : observer_(observer), phase_(phase) {}
  ~PhaseTimer() { End(); }
  PhaseTimer(const PhaseTimer&) = delete;
  PhaseTimer& operator=(const PhaseTimer&) = delete;

  // Ends the current phase and begins another one.
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

}  // namespace backlinks::exchange

#endif  // BACKLINKS_SERVICE_EXCHANGE_PHASE_TIMER_H_
