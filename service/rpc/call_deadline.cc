#include "service/rpc/call_deadline.h"

#include <chrono>

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace backlinks::rpc {

SteadyTime CallDeadline(gpr_timespec raw) {
  raw = gpr_convert_clock_type(raw, GPR_CLOCK_REALTIME);
  const absl::Time deadline =
      absl::FromUnixSeconds(raw.tv_sec) + absl::Nanoseconds(raw.tv_nsec);
  const absl::Time never =
      absl::FromChrono(std::chrono::system_clock::time_point::max());
  if (deadline >= never) return SteadyTime::InfiniteFuture();
  return SteadyTime::Now() + (deadline - absl::Now());
}

}  // namespace backlinks::rpc
