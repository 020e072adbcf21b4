#include "service/edge/descriptor_limit.h"

#include <sys/resource.h>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace backlinks::edge {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

TEST(DeriveConnectionLimits, LeavesDescriptorsForTheRest) {
  const struct {
    int64_t descriptors;
    int64_t upstream;
    int64_t total;
  } cases[] = {
      {64, 768, 16},     // Half is reserved, and each needs two.
      {1024, 768, 256},  //
      {1024, 0, 464},    // Without an upstream.
      {1'048'576, 768, 10'000},
      {1, 0, 1},
  };
  for (const auto& each : cases) {
    const DerivedLimits derived = DeriveConnectionLimits(
        {.descriptors = each.descriptors, .upstream = each.upstream});
    EXPECT_EQ(derived.limits.total, each.total) << each.descriptors;
    EXPECT_THAT(derived.warning, IsEmpty());
  }
}

TEST(DeriveConnectionLimits, GivesOnePeerHalf) {
  EXPECT_EQ(DeriveConnectionLimits({.descriptors = 64}).limits.per_peer, 8);
  EXPECT_EQ(DeriveConnectionLimits({.descriptors = 1}).limits.per_peer, 1);
}

TEST(DeriveConnectionLimits, TakesWhatIsConfigured) {
  const DerivedLimits derived =
      DeriveConnectionLimits({.descriptors = 100'000,
                              .max_connections = 20'000,
                              .max_connections_per_peer = 7});
  EXPECT_EQ(derived.limits.total, 20'000);
  EXPECT_EQ(derived.limits.per_peer, 7);
  EXPECT_THAT(derived.warning, IsEmpty());
}

TEST(DeriveConnectionLimits, WarnsIfThereAreTooFewDescriptors) {
  const DerivedLimits derived =
      DeriveConnectionLimits({.descriptors = 64,
                              .max_connections = 17,
                              .max_connections_per_peer = 100});
  EXPECT_EQ(derived.limits.total, 16);
  EXPECT_EQ(derived.limits.per_peer, 16);
  EXPECT_THAT(derived.warning, HasSubstr("--max_connections 17"));
}

TEST(RaiseDescriptorLimit, RaisesTheSoftLimitToTheHardOne) {
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  rlimit lower = before;
  lower.rlim_cur = 256;
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &lower), 0);
  EXPECT_GT(RaiseDescriptorLimit(), 256);
  rlimit after{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &after), 0);
  EXPECT_EQ(after.rlim_cur, after.rlim_max);
  setrlimit(RLIMIT_NOFILE, &before);
}

}  // namespace
}  // namespace backlinks::edge
