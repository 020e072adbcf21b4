#include <atomic>
#include <string>

#include "gtest/gtest.h"
#include "tests/state/conformance/state_conformance.h"
#include "tests/support/state/concurrent_tasks.h"

namespace backlinks::state::testing_state {
namespace {

TEST_P(StateConformanceTest, LeaseIsHeldByOneToken) {
  EXPECT_TRUE(client_.Acquire("page", "a", kLong).acquired);
  const LeaseHold hold = other_.Acquire("page", "b", kLong);
  EXPECT_FALSE(hold.acquired);
  EXPECT_GT(hold.held_for, absl::ZeroDuration());
  EXPECT_LE(hold.held_for, kLong);
  EXPECT_TRUE(other_.Acquire("page2", "b", kLong).acquired);
}

TEST_P(StateConformanceTest, OnlyTheOwnerReleases) {
  EXPECT_FALSE(client_.Release("page", "a"));
  client_.Acquire("page", "a", kLong);
  EXPECT_FALSE(other_.Release("page", "b"));
  EXPECT_FALSE(other_.Acquire("page", "b", kLong).acquired);
  EXPECT_TRUE(client_.Release("page", "a"));
  EXPECT_FALSE(client_.Release("page", "a"));
  EXPECT_TRUE(other_.Acquire("page", "b", kLong).acquired);
}

TEST_P(StateConformanceTest, OnlyTheOwnerExtends) {
  EXPECT_FALSE(client_.Extend("page", "a", kLong));
  client_.Acquire("page", "a", kLong);
  EXPECT_FALSE(other_.Extend("page", "b", kLong * 2));
  EXPECT_TRUE(client_.Extend("page", "a", kLong * 3));
  const LeaseHold hold = other_.Acquire("page", "b", kLong);
  EXPECT_GT(hold.held_for, kLong * 2);
}

TEST_P(StateConformanceTest, LeaseEnds) {
  client_.Acquire("page", "a", kShort);
  backend_->Advance(kShort);
  EXPECT_FALSE(client_.Extend("page", "a", kLong));
  EXPECT_FALSE(client_.Release("page", "a"));
  EXPECT_TRUE(other_.Acquire("page", "b", kLong).acquired);
  EXPECT_FALSE(client_.Release("page", "a"));
  EXPECT_FALSE(client_.Acquire("page", "a", kLong).acquired);
}

TEST_P(StateConformanceTest, OwnerAcquiresAgain) {
  client_.Acquire("page", "a", kShort);
  EXPECT_TRUE(client_.Acquire("page", "a", kLong).acquired);
  backend_->Advance(kShort);
  EXPECT_FALSE(other_.Acquire("page", "b", kLong).acquired);
}

TEST_P(StateConformanceTest, ExtensionMayShorten) {
  client_.Acquire("page", "a", kLong);
  EXPECT_TRUE(client_.Extend("page", "a", kShort));
  backend_->Advance(kShort);
  EXPECT_TRUE(other_.Acquire("page", "b", kLong).acquired);
}

TEST_P(StateConformanceTest, OneOfManyAcquires) {
  std::atomic<int> acquired = 0;
  RunConcurrently(*backend_,
                  [&acquired](SharedState& state,
                              int index) -> boost::asio::awaitable<void> {
                    const std::string token = std::to_string(index);
                    const auto hold =
                        co_await state.AcquireLease("page", token, kLong);
                    EXPECT_TRUE(hold.ok()) << hold.status();
                    if (hold.ok() && hold->acquired) ++acquired;
                  });
  EXPECT_EQ(acquired, 1);
}

TEST_P(ClockConformanceTest, LeaseEndsAtItsTime) {
  client_.Acquire("page", "a", absl::Seconds(30));
  backend_->Advance(absl::Seconds(20));
  EXPECT_EQ(other_.Acquire("page", "b", kLong).held_for, absl::Seconds(10));
  EXPECT_TRUE(client_.Extend("page", "a", absl::Seconds(30)));
  backend_->Advance(absl::Seconds(30) - absl::Milliseconds(1));
  EXPECT_EQ(other_.Acquire("page", "b", kLong).held_for, absl::Milliseconds(1));
  backend_->Advance(absl::Milliseconds(1));
  EXPECT_TRUE(other_.Acquire("page", "b", kLong).acquired);
}

}  // namespace
}  // namespace backlinks::state::testing_state
