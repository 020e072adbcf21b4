#include "service/rpc/call_deadline.h"

#include "absl/time/time.h"
#include "gtest/gtest.h"

namespace backlinks::rpc {
namespace {

gpr_timespec InHours(int64_t hours) {
  return gpr_time_add(gpr_now(GPR_CLOCK_REALTIME),
                      gpr_time_from_hours(hours, GPR_TIMESPAN));
}

TEST(CallDeadline, IsTheTimeThatIsLeft) {
  const SteadyTime before = SteadyTime::Now();
  const SteadyTime deadline = CallDeadline(InHours(3));
  const absl::Duration slack = absl::Minutes(1);
  EXPECT_GT(deadline, before + absl::Hours(3) - slack);
  EXPECT_LT(deadline, before + absl::Hours(3) + slack);
}

TEST(CallDeadline, IsNoneBeyondTheClock) {
  const SteadyTime none = SteadyTime::InfiniteFuture();
  EXPECT_TRUE(CallDeadline(gpr_inf_future(GPR_CLOCK_REALTIME)) == none);
  EXPECT_TRUE(CallDeadline(gpr_inf_future(GPR_CLOCK_MONOTONIC)) == none);
  EXPECT_TRUE(CallDeadline(InHours(2'562'047)) == none);
  EXPECT_TRUE(CallDeadline(InHours(99'999'999)) == none);
}

TEST(CallDeadline, KeepsTheOrderOfAPastOne) {
  EXPECT_LT(CallDeadline(gpr_inf_past(GPR_CLOCK_REALTIME)), SteadyTime::Now());
  EXPECT_LT(CallDeadline(InHours(-1)), SteadyTime::Now());
}

}  // namespace
}  // namespace backlinks::rpc
