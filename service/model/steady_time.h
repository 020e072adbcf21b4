// A moment of the monotonic clock: for durations, deadlines, timers and ages,
// which must not change when somebody sets the wall clock.
//
// It is a type of its own, so that the compiler rejects a mix with absl::Time,
// the wall clock. absl::Time is for moments that are reported: in the log, in
// spans, in tokens and as dates.
// Clock: std::chrono::steady_clock, which is that of Asio's timers, too. Its
//        origin has no meaning.
#ifndef BACKLINKS_SERVICE_MODEL_STEADY_TIME_H_
#define BACKLINKS_SERVICE_MODEL_STEADY_TIME_H_

#include <chrono>
#include <compare>

#include "absl/time/time.h"

namespace backlinks {

class SteadyTime {
 public:
  static SteadyTime Now() {
    return SteadyTime(
        absl::FromChrono(std::chrono::steady_clock::now().time_since_epoch()));
  }
  // The deadline of a call without one.
  static SteadyTime InfiniteFuture() {
    return SteadyTime(absl::InfiniteDuration());
  }

  friend SteadyTime operator+(SteadyTime time, absl::Duration duration) {
    return SteadyTime(time.since_origin_ + duration);
  }
  friend SteadyTime operator-(SteadyTime time, absl::Duration duration) {
    return SteadyTime(time.since_origin_ - duration);
  }
  friend absl::Duration operator-(SteadyTime end, SteadyTime start) {
    return end.since_origin_ - start.since_origin_;
  }

  friend bool operator==(SteadyTime a, SteadyTime b) {
    return a.since_origin_ == b.since_origin_;
  }
  friend std::weak_ordering operator<=>(SteadyTime a, SteadyTime b) {
    if (a.since_origin_ < b.since_origin_) return std::weak_ordering::less;
    return a == b ? std::weak_ordering::equivalent
                  : std::weak_ordering::greater;
  }

 private:
  explicit SteadyTime(absl::Duration since_origin)
      : since_origin_(since_origin) {}

  absl::Duration since_origin_;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_MODEL_STEADY_TIME_H_
