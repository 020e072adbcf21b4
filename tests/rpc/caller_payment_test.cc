#include "service/rpc/caller_payment.h"

#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "boost/asio/co_spawn.hpp"
#include "boost/asio/io_context.hpp"
#include "boost/asio/this_coro.hpp"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/common/status/error_details.h"
#include "service/common/status/status.h"
#include "service/dialect/dialect.h"
#include "tests/accounting/unreliable_state.h"
#include "tests/support/state/settable_clock.h"

namespace backlinks::rpc {
namespace {

using testing::HasSubstr;
using testing::Not;

class CallerPaymentTest : public testing::Test {
 protected:
  // v2: a row costs 200, and a page of `rows` 1,000 more.
  void Begin(int64_t rows) {
    payment_ = std::make_unique<CallerPayment>(
        io_.get_executor(), book_, caller_,
        stream::PagePrice(*dialect_, std::make_shared<const Plan>(),
                          Page{.limit = rows}));
  }
  absl::Status Reserve(int64_t rows) {
    if (payment_ == nullptr) Begin(rows);
    absl::Status result = absl::UnknownError("it did not end");
    boost::asio::co_spawn(
        io_, payment_->Reserve(),
        [&](const std::exception_ptr& thrown, const absl::Status& status) {
          EXPECT_FALSE(thrown);
          result = status;
        });
    Finish();
    return result;
  }
  void End() {
    payment_ = nullptr;
    Finish();
  }
  void Finish() {
    io_.restart();
    io_.run();
  }
  MilliPrice Spent() {
    MilliPrice spent = -1;
    boost::asio::co_spawn(io_, book_.Read({"seo"}),
                          [&](const std::exception_ptr&, const auto& read) {
                            if (read.ok()) spent = read->at(0).day.spent;
                          });
    Finish();
    return spent;
  }

  state::testing_state::SettableClock clock_;  // At 2027-01-15T08:00:00Z.
  accounting::UnreliableState state_{[this] { return clock_.Now(); }};
  accounting::BudgetBook book_{
      state_,
      {.retry = {absl::Milliseconds(1), absl::Milliseconds(1)},
       .now = [this] { return clock_.Now(); }}};
  boost::asio::io_context io_;
  const std::shared_ptr<const access::Caller> caller_ =
      std::make_shared<const access::Caller>(access::Caller{
          .name = "seo", .budget = {.day = 10'000, .month = {}}});
  const std::unique_ptr<dialect::Dialect> dialect_ =
      dialect::MakeAhrefsV2("/", Secret(), {}, dialect::kNoRowCap);
  std::unique_ptr<CallerPayment> payment_;
};

TEST_F(CallerPaymentTest, ReservesTheMaximumAndSettlesWhenItEnds) {
  ASSERT_TRUE(Reserve(25).ok());
  EXPECT_EQ(Spent(), 0);
  payment_->SetPrice(1200);
  End();
  EXPECT_EQ(Spent(), 1200);
}

TEST_F(CallerPaymentTest, SettlesEachAttempt) {
  ASSERT_TRUE(Reserve(5).ok());
  payment_->SetPrice(0);  // It was not sent.
  ASSERT_TRUE(Reserve(5).ok());
  ASSERT_TRUE(Reserve(5).ok());  // The one before got no response.
  payment_->OnHead({200, {{"x-results-count", "2"}}});
  End();
  EXPECT_EQ(Spent(), 2000 + 1400);
}

TEST_F(CallerPaymentTest, ReservesOnceForAttemptsThatCostNothing) {
  ASSERT_TRUE(Reserve(40).ok());
  payment_->OnHead({503, {}});
  ASSERT_TRUE(Reserve(40).ok());
  End();
  EXPECT_EQ(Spent(), 9000);
}

TEST_F(CallerPaymentTest, ReservesAnAttemptOnlyWithinTheBudget) {
  ASSERT_TRUE(Reserve(40).ok());
  EXPECT_EQ(GetReason(Reserve(40)), Reason::kCallerBudget);
  End();
  EXPECT_EQ(Spent(), 9000);
}

TEST_F(CallerPaymentTest, AnErrorIsFree) {
  ASSERT_TRUE(Reserve(5).ok());
  payment_->OnHead({503, {}});
  End();
  EXPECT_EQ(Spent(), 0);
}

TEST_F(CallerPaymentTest, WithoutNumberOfRowsThePriceIsTheHighest) {
  ASSERT_TRUE(Reserve(5).ok());
  payment_->OnHead({200, {}});
  End();
  EXPECT_EQ(Spent(), 2000);
}

TEST_F(CallerPaymentTest, PaysNothingIfNothingWasReserved) {
  Begin(5);
  End();
  EXPECT_EQ(Spent(), 0);
}

TEST_F(CallerPaymentTest, TellsWhichBudgetIsSpentAndWhenItResets) {
  ASSERT_TRUE(Reserve(25).ok());
  const auto first = std::move(payment_);
  const absl::Status status = Reserve(21);
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(GetMetadata(status, "period"), "day");
  EXPECT_EQ(GetMetadata(status, "limit_milli"), "10000");
  EXPECT_EQ(GetMetadata(status, "used_milli"), "6000");
  EXPECT_EQ(GetMetadata(status, "request_price_milli"), "5200");
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

TEST_F(CallerPaymentTest, SpendsNothingWithoutTheState) {
  state_.failing_reserves = 1;
  state_.error = absl::UnavailableError("redis.internal:6379 is away");
  const absl::Status status = Reserve(1);
  EXPECT_EQ(GetReason(status), Reason::kStateUnavailable);
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(status.message()), Not(HasSubstr("redis.internal")));
  EXPECT_THAT(GetCause(status), HasSubstr("redis.internal"));
}

TEST_F(CallerPaymentTest, ReportsACancellation) {
  state_.failing_reserves = 1;
  state_.error = absl::CancelledError("cancelled");
  EXPECT_EQ(GetReason(Reserve(1)), Reason::kCancelled);
}

}  // namespace
}  // namespace backlinks::rpc
