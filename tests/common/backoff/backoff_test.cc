#include "service/common/backoff/backoff.h"

#include <cstdint>
#include <limits>
#include <set>

#include "gtest/gtest.h"

namespace backlinks {
namespace {

constexpr int64_t kVeryLate = std::numeric_limits<int64_t>::max();

BackoffPolicy WithoutJitter() {
  return {.first = absl::Milliseconds(100),
          .max = absl::Seconds(1),
          .growth = 2,
          .jitter = 0};
}

TEST(BackoffTest, GrowsFromTheFirstToTheMaximum) {
  const BackoffPolicy policy = WithoutJitter();
  EXPECT_EQ(Backoff(policy, 0), absl::Milliseconds(100));
  EXPECT_EQ(Backoff(policy, 1), absl::Milliseconds(200));
  EXPECT_EQ(Backoff(policy, 2), absl::Milliseconds(400));
  EXPECT_EQ(Backoff(policy, 3), absl::Milliseconds(800));
  EXPECT_EQ(Backoff(policy, 4), absl::Seconds(1));
  EXPECT_EQ(Backoff(policy, kVeryLate), absl::Seconds(1));
}

TEST(BackoffTest, GrowsByTheFactorOfThePolicy) {
  BackoffPolicy policy = WithoutJitter();
  policy.growth = 1.5;
  EXPECT_EQ(Backoff(policy, 2), absl::Milliseconds(225));
}

TEST(BackoffTest, TheFirstPauseIsLimitedToo) {
  BackoffPolicy policy = WithoutJitter();
  policy.first = absl::Minutes(1);
  EXPECT_EQ(Backoff(policy, 0), absl::Seconds(1));
}

TEST(BackoffTest, NoPauseIsZeroHoweverLateTheRetry) {
  BackoffPolicy policy = WithoutJitter();
  policy.first = absl::ZeroDuration();
  EXPECT_EQ(Backoff(policy, 0), absl::ZeroDuration());
  EXPECT_EQ(Backoff(policy, kVeryLate), absl::ZeroDuration());
}

TEST(BackoffTest, TheJitterIsTakenOffThePause) {
  BackoffPolicy policy = WithoutJitter();
  policy.jitter = 0.5;
  EXPECT_EQ(Backoff(policy, 0, 0), absl::Milliseconds(50));
  EXPECT_EQ(Backoff(policy, 0, 0.5), absl::Milliseconds(75));
  EXPECT_EQ(Backoff(policy, kVeryLate, 0.5), absl::Milliseconds(750));
}

TEST(BackoffTest, DrawsAnotherRandomNumberEachTime) {
  BackoffPolicy policy = WithoutJitter();
  policy.jitter = 0.2;
  std::set<absl::Duration> pauses;
  for (int i = 0; i < 100; ++i) {
    const absl::Duration pause = Backoff(policy, 0);
    EXPECT_GE(pause, absl::Milliseconds(80));
    EXPECT_LE(pause, absl::Milliseconds(100));
    pauses.insert(pause);
  }
  EXPECT_GT(pauses.size(), 50U);
}

}  // namespace
}  // namespace backlinks
