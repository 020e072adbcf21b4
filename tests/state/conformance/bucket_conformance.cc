#include <atomic>

#include "gtest/gtest.h"
#include "tests/state/conformance/state_conformance.h"
#include "tests/support/state/concurrent_tasks.h"

namespace backlinks::state::testing_state {
namespace {

// So slow that a test sees no new token.
constexpr TokenBucket kSlow = {1, absl::Hours(24), 3};

TEST_P(StateConformanceTest, FullBucketGivesABurst) {
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(client_.Take("bucket", kSlow), absl::ZeroDuration());
  }
  const absl::Duration wait = other_.Take("bucket", kSlow);
  EXPECT_GT(wait, absl::ZeroDuration());
  EXPECT_LE(wait, absl::Hours(24));
  EXPECT_EQ(other_.Take("bucket2", kSlow), absl::ZeroDuration());
}

TEST_P(StateConformanceTest, TakesAllTokensOrNone) {
  EXPECT_EQ(client_.Take("bucket", kSlow, 2), absl::ZeroDuration());
  EXPECT_GT(client_.Take("bucket", kSlow, 2), absl::ZeroDuration());
  EXPECT_GT(client_.Take("bucket", kSlow, 3), absl::Hours(24));
  EXPECT_EQ(client_.Take("bucket", kSlow, 1), absl::ZeroDuration());
}

TEST_P(StateConformanceTest, TokenComesAfterTheWait) {
  const TokenBucket bucket = {1, absl::Milliseconds(50), 1};
  EXPECT_EQ(client_.Take("bucket", bucket), absl::ZeroDuration());
  backend_->Advance(absl::Milliseconds(50));
  EXPECT_EQ(other_.Take("bucket", bucket), absl::ZeroDuration());
}

TEST_P(StateConformanceTest, SmallerBucketLimitsTheWait) {
  EXPECT_EQ(client_.Take("bucket", kSlow, 3), absl::ZeroDuration());
  const TokenBucket fast = {1, absl::Seconds(1), 1};
  EXPECT_LE(client_.Take("bucket", fast), absl::Seconds(1));
}

TEST_P(StateConformanceTest, ManyTakeOneBurst) {
  constexpr TokenBucket kBucket = {1, absl::Hours(24), 20};
  std::atomic<int> taken = 0;
  RunConcurrently(*backend_,
                  [&](SharedState& state, int) -> boost::asio::awaitable<void> {
                    const auto wait = co_await state.Take("bucket", kBucket, 1);
                    EXPECT_TRUE(wait.ok()) << wait.status();
                    if (wait.ok() && *wait == absl::ZeroDuration()) ++taken;
                  });
  EXPECT_EQ(taken, 20);
}

TEST_P(ClockConformanceTest, WaitIsExact) {
  const TokenBucket bucket = {60, absl::Minutes(1), 2};
  EXPECT_EQ(client_.Take("bucket", bucket, 2), absl::ZeroDuration());
  EXPECT_EQ(client_.Take("bucket", bucket), absl::Seconds(1));
  EXPECT_EQ(client_.Take("bucket", bucket, 2), absl::Seconds(2));
  backend_->Advance(absl::Milliseconds(999));
  EXPECT_EQ(other_.Take("bucket", bucket), absl::Milliseconds(1));
  backend_->Advance(absl::Milliseconds(1));
  EXPECT_EQ(other_.Take("bucket", bucket), absl::ZeroDuration());
  EXPECT_EQ(client_.Take("bucket", bucket), absl::Seconds(1));
}

TEST_P(ClockConformanceTest, IntervalIsRoundedUp) {
  const TokenBucket bucket = {7, absl::Seconds(1), 1};
  EXPECT_EQ(client_.Take("bucket", bucket), absl::ZeroDuration());
  EXPECT_EQ(client_.Take("bucket", bucket), absl::Microseconds(142'858));
}

TEST_P(ClockConformanceTest, BucketIsFullAfterAPause) {
  const TokenBucket bucket = {1, absl::Seconds(1), 2};
  EXPECT_EQ(client_.Take("bucket", bucket, 2), absl::ZeroDuration());
  backend_->Advance(absl::Hours(1));
  EXPECT_EQ(client_.Take("bucket", bucket, 2), absl::ZeroDuration());
  EXPECT_EQ(client_.Take("bucket", bucket), absl::Seconds(1));
}

}  // namespace
}  // namespace backlinks::state::testing_state
