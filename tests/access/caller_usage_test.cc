#include "service/access/caller_usage.h"

#include <vector>

#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "service/common/status/error_detail.h"
#include "service/common/status/status.h"

namespace backlinks::access {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;

// The delay in RetryInfo; -1 if there is none.
nanoseconds RetryDelay(const absl::Status& status) {
  const auto info = ExtractDetail<google::rpc::RetryInfo>(status);
  if (!info) return nanoseconds(-1);
  return seconds(info->retry_delay().seconds()) +
         nanoseconds(info->retry_delay().nanos());
}

class CallerUsageTest : public testing::Test {
 protected:
  absl::Status Take(const CallerLimits& limits) {
    return usage_.Take(limits, now_);
  }

  // The number of calls that may begin at once.
  int TakeAll(const CallerLimits& limits) {
    int count = 0;
    while (count < 10'000 && Take(limits).ok()) ++count;
    return count;
  }

  CallerUsage usage_;
  SteadyTime now_{std::chrono::hours(1)};
};

TEST_F(CallerUsageTest, HasNoLimitsByDefault) {
  EXPECT_EQ(TakeAll({}), 10'000);
}

TEST_F(CallerUsageTest, LimitsConcurrentCalls) {
  const CallerLimits limits{.streams = 2};
  EXPECT_EQ(TakeAll(limits), 2);
  const absl::Status full = Take(limits);
  EXPECT_EQ(GetReason(full), Reason::kCallerStreams) << full;
  EXPECT_EQ(RetryDelay(full), seconds(1));
  EXPECT_EQ(full.message(), "the caller may have 2 concurrent calls");
  usage_.Release();
  EXPECT_TRUE(Take(limits).ok());
  EXPECT_FALSE(Take(limits).ok());
}

TEST_F(CallerUsageTest, CountsCallsFromTimesWithoutALimit) {
  EXPECT_TRUE(Take({}).ok());
  EXPECT_TRUE(Take({}).ok());
  EXPECT_FALSE(Take({.streams = 2}).ok());
  usage_.Release();
  EXPECT_TRUE(Take({.streams = 2}).ok());
}

TEST_F(CallerUsageTest, LimitsCallsAMinute) {
  const CallerLimits limits{.calls_per_minute = 3};
  EXPECT_EQ(TakeAll(limits), 3);
  const absl::Status full = Take(limits);
  EXPECT_EQ(GetReason(full), Reason::kCallerRate) << full;
  EXPECT_EQ(RetryDelay(full), seconds(20));
  EXPECT_EQ(full.message(), "the caller may make 3 calls a minute");
}

TEST_F(CallerUsageTest, AcceptsTheCallAfterTheRetryDelayAndNotBefore) {
  for (const int64_t limit : {1, 3, 7, 59, 600, 9'999}) {
    const CallerLimits limits{.calls_per_minute = limit};
    now_ += seconds(60);
    EXPECT_EQ(TakeAll(limits), limit);
    for (int i = 0; i < 100; ++i) {
      const nanoseconds delay = RetryDelay(Take(limits));
      ASSERT_GT(delay, nanoseconds(0));
      if (delay > milliseconds(1)) {
        now_ += delay - milliseconds(1) - nanoseconds(1);
        EXPECT_FALSE(Take(limits).ok()) << limit;
        now_ += milliseconds(1) + nanoseconds(1);
      } else {
        now_ += delay;
      }
      EXPECT_GT(TakeAll(limits), 0) << limit;
    }
  }
}

TEST_F(CallerUsageTest, LosesNoCallToRounding) {
  const CallerLimits limits{.calls_per_minute = 7};
  TakeAll(limits);
  int calls = 0;
  for (int i = 0; i < 60'000; ++i) {
    now_ += milliseconds(10);
    if (Take(limits).ok()) ++calls;
  }
  EXPECT_EQ(calls, 70);
}

TEST_F(CallerUsageTest, HoldsTheCallsOfOneMinute) {
  const CallerLimits limits{.calls_per_minute = 5};
  TakeAll(limits);
  now_ += std::chrono::hours(10'000);
  EXPECT_EQ(TakeAll(limits), 5);
  now_ += seconds(30);
  EXPECT_EQ(TakeAll(limits), 2);
}

TEST_F(CallerUsageTest, RejectedCallsTakeNothing) {
  const CallerLimits limits{.streams = 1, .calls_per_minute = 2};
  EXPECT_TRUE(Take(limits).ok());
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(GetReason(Take(limits)), Reason::kCallerStreams);
  }
  usage_.Release();
  EXPECT_TRUE(Take(limits).ok());
  usage_.Release();
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(GetReason(Take(limits)), Reason::kCallerRate);
  }
  now_ += seconds(30);
  EXPECT_TRUE(Take(limits).ok());
}

TEST_F(CallerUsageTest, FollowsChangedLimits) {
  EXPECT_EQ(TakeAll({.calls_per_minute = 4}), 4);
  EXPECT_EQ(TakeAll({.calls_per_minute = 8}), 0);
  now_ += seconds(30);
  EXPECT_EQ(TakeAll({.calls_per_minute = 8}), 4);
  now_ += seconds(60);
  EXPECT_EQ(TakeAll({.calls_per_minute = 1}), 1);
}

TEST_F(CallerUsageTest, HoldsTheLargestLimits) {
  const CallerLimits limits{.calls_per_minute = 1'000'000};
  EXPECT_EQ(TakeAll(limits), 10'000);
  now_ += std::chrono::hours(24);
  EXPECT_EQ(TakeAll(limits), 10'000);
}

TEST_F(CallerUsageTest, IgnoresAClockThatGoesBack) {
  const CallerLimits limits{.calls_per_minute = 1};
  EXPECT_TRUE(Take(limits).ok());
  now_ -= seconds(100);
  EXPECT_EQ(RetryDelay(Take(limits)), seconds(60));
}

}  // namespace
}  // namespace backlinks::access
