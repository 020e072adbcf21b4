#include "service/rpc/caller_account.h"

#include "absl/status/status.h"
#include "boost/asio/co_spawn.hpp"
#include "boost/asio/io_context.hpp"
#include "boost/asio/this_coro.hpp"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/common/status/error_details.h"
#include "service/common/status/status.h"
#include "tests/accounting/unreliable_state.h"
#include "tests/support/state/settable_clock.h"

namespace backlinks::rpc {
namespace {

using testing::HasSubstr;
using testing::Not;

class CallerAccountTest : public testing::Test {
 protected:
  absl::Status Reserve(MilliPrice price) {
    absl::Status result = absl::UnknownError("it did not end");
    boost::asio::co_spawn(
        io_, account_.Reserve(price),
        [&](const std::exception_ptr& thrown, const absl::Status& status) {
          EXPECT_FALSE(thrown);
          result = status;
        });
    io_.restart();
    io_.run();
    return result;
  }
  void Settle(MilliPrice paid) {
    account_.Settle(paid);
    io_.restart();
    io_.run();
  }

  state::testing_state::SettableClock clock_;  // At 2027-01-15T08:00:00Z.
  accounting::UnreliableState state_{[this] { return clock_.Now(); }};
  accounting::BudgetBook book_{
      state_,
      {.retry = {absl::Milliseconds(1), absl::Milliseconds(1)},
       .now = [this] { return clock_.Now(); }}};
  boost::asio::io_context io_;
  access::Caller caller_ = {.name = "seo",
                            .budget = {.day = 1000, .month = {}}};
  CallerAccount account_{io_.get_executor(), book_, caller_};
};

TEST_F(CallerAccountTest, PaysOneRequestAfterTheOther) {
  EXPECT_TRUE(Reserve(600).ok());
  Settle(500);
  EXPECT_TRUE(Reserve(500).ok());
  Settle(500);
  EXPECT_EQ(GetReason(Reserve(1)), Reason::kCallerBudget);
}

TEST_F(CallerAccountTest, TellsWhichBudgetIsSpentAndWhenItResets) {
  EXPECT_TRUE(Reserve(600).ok());
  const absl::Status status = Reserve(500);
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(GetMetadata(status, "period"), "day");
  EXPECT_EQ(GetMetadata(status, "limit_milli"), "1000");
  EXPECT_EQ(GetMetadata(status, "used_milli"), "600");
  EXPECT_EQ(GetMetadata(status, "request_price_milli"), "500");
  EXPECT_EQ(GetMetadata(status, "reset_time"), "2027-01-16T00:00:00Z");
  EXPECT_TRUE(status.GetPayload("type.googleapis.com/google.rpc.QuotaFailure"));
}

TEST(OverBudgetError, MayBeRetriedWhenThePeriodEnds) {
  const absl::Time now = absl::FromUnixSeconds(1'800'000'000);
  const accounting::Period month = accounting::MonthAt(now);
  const absl::Status status =
      OverBudgetError({.period = month, .used = 10, .limit = 20}, 11, now);
  EXPECT_EQ(GetMetadata(status, "period"), "month");
  EXPECT_EQ(GetRetryDelay(status), month.end - now);
}

TEST_F(CallerAccountTest, SpendsNothingWithoutTheState) {
  state_.failing_reserves = 1;
  state_.error = absl::UnavailableError("redis.internal:6379 is away");
  const absl::Status status = Reserve(1);
  EXPECT_EQ(GetReason(status), Reason::kStateUnavailable);
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(status.message()), Not(HasSubstr("redis.internal")));
  EXPECT_THAT(GetCause(status), HasSubstr("redis.internal"));
}

TEST_F(CallerAccountTest, ReportsACancellation) {
  state_.failing_reserves = 1;
  state_.error = absl::CancelledError("cancelled");
  EXPECT_EQ(GetReason(Reserve(1)), Reason::kCancelled);
}

}  // namespace
}  // namespace backlinks::rpc
