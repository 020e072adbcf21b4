#include "service/cache/page_lease.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "boost/asio/io_context.hpp"
#include "gtest/gtest.h"
#include "tests/cache/counting_observer.h"
#include "tests/cache/fragile_state.h"
#include "tests/cache/run_until.h"
#include "tests/support/state/settable_clock.h"
#include "tests/support/state/state_client.h"

namespace backlinks::cache::testing_cache {
namespace {

using Outcome = PageLease::Outcome;

class PageLeaseTest : public testing::Test {
 protected:
  PageLease Make(absl::Duration duration = absl::Milliseconds(300)) {
    return {io_.get_executor(), state_, observer_, "key", duration};
  }
  Outcome Acquire(PageLease& lease) { return client_.Run(lease.Acquire()); }
  void RunFor(std::chrono::milliseconds duration) {
    io_.restart();
    io_.run_for(duration);
  }

  // Runs until the holder of a lease has extended it so many times more, or has
  // tried to, and a little longer.
  void RunUntilExtended(int more) {
    const int64_t wanted = Extensions() + more;
    RunUntil(io_, [&] { return Extensions() >= wanted; });
    RunFor(std::chrono::milliseconds(10));
  }
  int64_t Extensions() const {
    const std::vector<std::string> operations = state_.operations();
    return std::count(operations.begin(), operations.end(), "extend");
  }

  // Of the state: a lease does not end because the test is slow.
  state::testing_state::SettableClock clock_;
  FragileState state_{[this] { return clock_.Now(); }};
  CountingObserver observer_;
  boost::asio::io_context io_;
  state::testing_state::StateClient client_{state_};
};

TEST_F(PageLeaseTest, HasOneHolder) {
  PageLease one = Make();
  PageLease other = Make();
  EXPECT_EQ(Acquire(one), Outcome::kAcquired);
  EXPECT_EQ(Acquire(other), Outcome::kHeld);
  EXPECT_TRUE(one.is_acquired());
  EXPECT_FALSE(other.is_acquired());
  other.Release();
  one.Release();
  RunFor(std::chrono::milliseconds(10));
  EXPECT_EQ(Acquire(other), Outcome::kAcquired);
}

TEST_F(PageLeaseTest, IsExtendedUntilItIsReleased) {
  PageLease one = Make();
  PageLease other = Make();
  ASSERT_EQ(Acquire(one), Outcome::kAcquired);
  for (int i = 0; i < 3; ++i) {
    clock_.Advance(absl::Milliseconds(200));
    RunUntilExtended(1);
    EXPECT_EQ(Acquire(other), Outcome::kHeld);
  }
  one.Release();
  RunFor(std::chrono::seconds(10));
  EXPECT_TRUE(io_.stopped()) << "nothing is left";
  EXPECT_EQ(Acquire(other), Outcome::kAcquired);
}

// As if the process had ended: nothing runs.
TEST_F(PageLeaseTest, EndsWithItsHolder) {
  PageLease one = Make();
  PageLease other = Make();
  ASSERT_EQ(Acquire(one), Outcome::kAcquired);
  clock_.Advance(absl::Milliseconds(310));
  EXPECT_EQ(Acquire(other), Outcome::kAcquired);
  RunFor(std::chrono::milliseconds(200));
  one.Release();
  RunFor(std::chrono::milliseconds(10));
  PageLease third = Make();
  EXPECT_EQ(Acquire(third), Outcome::kHeld) << "by the second one";
}

TEST_F(PageLeaseTest, ReportsFailures) {
  state_.fail = [](std::string_view) { return absl::UnavailableError("away"); };
  PageLease lease = Make();
  EXPECT_EQ(Acquire(lease), Outcome::kFailed);
  EXPECT_FALSE(lease.is_acquired());
  RunFor(std::chrono::seconds(10));
  EXPECT_EQ(observer_.state_failures, 2);
  EXPECT_EQ(state_.operations().back(), "release")
      << "the lease may have been acquired all the same";
}

TEST_F(PageLeaseTest, TriesToExtendAgain) {
  PageLease lease = Make();
  ASSERT_EQ(Acquire(lease), Outcome::kAcquired);
  int failures = 1;
  state_.fail = [&](std::string_view) {
    return failures-- > 0 ? absl::UnavailableError("") : absl::OkStatus();
  };
  clock_.Advance(absl::Milliseconds(200));
  RunUntilExtended(2);
  EXPECT_EQ(observer_.state_failures, 1);
  clock_.Advance(absl::Milliseconds(200));
  PageLease other = Make();
  EXPECT_EQ(Acquire(other), Outcome::kHeld);
  lease.Release();
  RunFor(std::chrono::seconds(10));
  EXPECT_TRUE(io_.stopped());
}

}  // namespace
}  // namespace backlinks::cache::testing_cache
