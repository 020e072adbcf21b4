#include "service/rpc/call_deadline.h"

#include <algorithm>
#include <chrono>

namespace backlinks::rpc {

absl::Time NoDeadline() {
  return absl::FromChrono(std::chrono::system_clock::time_point::max());
}

absl::Time CallDeadline(gpr_timespec raw) {
  raw = gpr_convert_clock_type(raw, GPR_CLOCK_REALTIME);
  const absl::Time deadline =
      absl::FromUnixSeconds(raw.tv_sec) + absl::Nanoseconds(raw.tv_nsec);
  return std::min(deadline, NoDeadline());
}

}  // namespace backlinks::rpc
