#include "service/rpc/call_deadline.h"

#include "absl/time/clock.h"
#include "gtest/gtest.h"

namespace backlinks::rpc {
namespace {

gpr_timespec InHours(int64_t hours) {
  return gpr_time_add(gpr_now(GPR_CLOCK_REALTIME),
                      gpr_time_from_hours(hours, GPR_TIMESPAN));
}

TEST(CallDeadline, KeepsWhatTheClockCanRepresent) {
  gpr_timespec raw;
  raw.tv_sec = 1'800'000'000;
  raw.tv_nsec = 5;
  raw.clock_type = GPR_CLOCK_REALTIME;
  EXPECT_EQ(CallDeadline(raw),
            absl::FromUnixSeconds(1'800'000'000) + absl::Nanoseconds(5));
}

TEST(CallDeadline, IsNoneBeyondTheClock) {
  EXPECT_EQ(CallDeadline(gpr_inf_future(GPR_CLOCK_REALTIME)), NoDeadline());
  EXPECT_EQ(CallDeadline(gpr_inf_future(GPR_CLOCK_MONOTONIC)), NoDeadline());
  EXPECT_EQ(CallDeadline(InHours(2'562'047)), NoDeadline());
  EXPECT_EQ(CallDeadline(InHours(99'999'999)), NoDeadline());
}

TEST(CallDeadline, KeepsTheOrderOfAPastOne) {
  EXPECT_LT(CallDeadline(gpr_inf_past(GPR_CLOCK_REALTIME)), absl::Now());
}

}  // namespace
}  // namespace backlinks::rpc
