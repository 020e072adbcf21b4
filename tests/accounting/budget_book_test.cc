#include "service/accounting/budget_book.h"

#include <atomic>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "boost/asio/awaitable.hpp"
#include "boost/asio/io_context.hpp"
#include "boost/asio/post.hpp"
#include "boost/asio/this_coro.hpp"
#include "boost/asio/use_awaitable.hpp"
#include "gtest/gtest.h"
#include "service/state/random_id.h"
#include "tests/accounting/unreliable_state.h"
#include "tests/support/state/concurrent_tasks.h"
#include "tests/support/state/settable_clock.h"
#include "tests/support/state/sqlite_backend.h"
#include "tests/support/state/state_client.h"

// GCC 12 takes Asio's allocation of a coroutine's frame for a mismatched one.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"

namespace backlinks::accounting {
namespace {

namespace asio = boost::asio;
using state::testing_state::RunConcurrently;
using state::testing_state::SettableClock;

constexpr char kCaller[] = "seo-dashboard";

class BudgetBookTest : public testing::Test {
 protected:
  BudgetOptions Options() {
    return {.retry = {absl::Milliseconds(1), absl::Milliseconds(1)},
            .max_retries = 5,
            .now = [this] { return clock_.Now(); }};
  }
  absl::StatusOr<BudgetBook::Decision> TryReserve(CallerBudget budget,
                                                  MilliPrice price) {
    return client_.Run(book_.Reserve(kCaller, budget, price));
  }
  // Expects that the price is reserved.
  ReservedPrice Reserve(CallerBudget budget, MilliPrice price) {
    const auto decision = TryReserve(budget, price);
    EXPECT_TRUE(decision.ok()) << decision.status();
    EXPECT_FALSE(decision.ok() && decision->over);
    return decision.ok() ? decision->reserved : ReservedPrice();
  }
  std::optional<OverBudget> Over(CallerBudget budget, MilliPrice price) {
    const auto decision = TryReserve(budget, price);
    EXPECT_TRUE(decision.ok()) << decision.status();
    return decision.ok() ? decision->over : std::nullopt;
  }
  // Waits until it is settled, or given up.
  void Settle(ReservedPrice reserved, MilliPrice paid) {
    asio::io_context io;
    book_.Settle(io.get_executor(), std::move(reserved), paid);
    EXPECT_EQ(book_.unsettled(), 1);
    io.run();
    EXPECT_EQ(book_.unsettled(), 0);
  }
  CallerSpending Spending(const std::string& caller = kCaller) {
    const auto all = client_.Run(book_.Read({"another", caller}));
    EXPECT_TRUE(all.ok()) << all.status();
    EXPECT_EQ(all.ok() ? all->size() : 0, 2);
    return all.ok() && all->size() == 2 ? all->at(1) : CallerSpending();
  }

  SettableClock clock_;  // At 2027-01-15T08:00:00Z.
  UnreliableState state_{[this] { return clock_.Now(); }};
  state::testing_state::StateClient client_{state_};
  BudgetBook book_{state_, Options()};
};

TEST_F(BudgetBookTest, CountsWhatIsReservedAndWhatWasPaid) {
  const ReservedPrice reserved = Reserve({}, 500);
  EXPECT_EQ(Spending().day.reserved, 500);
  Settle(reserved, 300);
  const CallerSpending spending = Spending();
  EXPECT_EQ(spending.day.spent, 300);
  EXPECT_EQ(spending.day.reserved, 0);
  EXPECT_EQ(spending.day.period.name, "2027-01-15");
  EXPECT_EQ(spending.month.spent, 300);
  EXPECT_EQ(spending.month.period.name, "2027-01");
  EXPECT_EQ(Spending("a caller of another name").day.spent, 0);
}

TEST_F(BudgetBookTest, CountsWhatTheCacheSaved) {
  for (const MilliPrice saved : {500, 0, 200}) {
    asio::io_context io;
    state_.failing_reserves = 2;
    book_.AddSaved(io.get_executor(), kCaller, saved);
    io.run();
  }
  clock_.Advance(absl::Milliseconds(1));
  EXPECT_EQ(Spending().day.saved, 700);
  EXPECT_EQ(Spending().month.saved, 700);
  EXPECT_EQ(Spending().day.spent, 0);
  EXPECT_EQ(Spending("a caller of another name").day.saved, 0);
  clock_.Advance(absl::Hours(24));
  EXPECT_EQ(Spending().day.saved, 0);
  EXPECT_EQ(Spending().month.saved, 700);
}

TEST_F(BudgetBookTest, BeginsNothingAfterItWasClosed) {
  const ReservedPrice reserved = Reserve({}, 500);
  book_.Close();
  asio::io_context io;
  book_.Settle(io.get_executor(), reserved, 300);
  book_.AddSaved(io.get_executor(), kCaller, 100);
  EXPECT_EQ(book_.unsettled(), 0);
  EXPECT_EQ(io.run(), 0u);
  EXPECT_EQ(Spending().day.reserved, 500);
  EXPECT_EQ(Spending().day.saved, 0);
}

TEST_F(BudgetBookTest, RejectsWhatWouldExceedTheDay) {
  const CallerBudget budget = {.day = 1000, .month = 5000};
  Reserve(budget, 600);
  const auto over = Over(budget, 401);
  ASSERT_TRUE(over);
  EXPECT_EQ(over->period, DayAt(clock_.Now()));
  EXPECT_EQ(over->used, 600);
  EXPECT_EQ(over->limit, 1000);
  EXPECT_EQ(Spending().month.reserved, 600) << "nothing more is reserved";
  Reserve(budget, 400);
}

TEST_F(BudgetBookTest, GivesTheDayBackTheNextDayButNotTheMonth) {
  const CallerBudget budget = {.day = 1000, .month = 1500};
  Settle(Reserve(budget, 1000), 1000);
  EXPECT_TRUE(Over(budget, 1));
  clock_.Advance(absl::Hours(24));
  Settle(Reserve(budget, 500), 500);
  const auto over = Over(budget, 1);
  ASSERT_TRUE(over);
  EXPECT_EQ(over->period, MonthAt(clock_.Now()));
  EXPECT_EQ(over->used, 1500);
  clock_.Advance(absl::Hours(24 * 31));
  Reserve(budget, 1000);
}

TEST_F(BudgetBookTest, APriceAboveTheReservedOneCountsAsPaid) {
  const CallerBudget budget = {.day = 1000, .month = {}};
  Settle(Reserve(budget, 1000), 1200);
  const auto over = Over(budget, 1);
  ASSERT_TRUE(over);
  EXPECT_EQ(over->used, 1200);
}

TEST_F(BudgetBookTest, ABudgetOfNothingRejectsEveryPrice) {
  const CallerBudget budget = {.day = 0, .month = {}};
  EXPECT_TRUE(Over(budget, 1));
  Reserve(budget, 0);
}

TEST_F(BudgetBookTest, WhatIsNotSettledIsSpentAfterItsLease) {
  Reserve({}, 500);
  clock_.Advance(absl::Minutes(15));
  EXPECT_EQ(Spending().day.spent, 500);
}

TEST_F(BudgetBookTest, APriceCountsForTheDayOnWhichItWasReserved) {
  clock_.Advance(absl::Hours(16) - absl::Seconds(1));
  const ReservedPrice reserved = Reserve({}, 500);
  const Period day = DayAt(clock_.Now());
  clock_.Advance(absl::Seconds(2));
  Settle(reserved, 300);
  EXPECT_EQ(Spending().day.spent, 0);
  EXPECT_EQ(Spending().month.spent, 300);
  EXPECT_EQ(client_.Use("spent/seo-dashboard/" + day.name).spent, 300);
}

TEST_F(BudgetBookTest, SettlesAgainUntilTheStateIsBack) {
  const ReservedPrice reserved = Reserve({}, 500);
  state_.failing_settles = 5;
  Settle(reserved, 300);
  EXPECT_EQ(Spending().day.spent, 300);
  EXPECT_EQ(book_.lost(), 0);
}

TEST_F(BudgetBookTest, CountsAsSpentWhatCannotBeSettled) {
  const ReservedPrice reserved = Reserve({}, 500);
  state_.failing_settles = 6;
  Settle(reserved, 300);
  EXPECT_EQ(book_.lost(), 1);
  EXPECT_EQ(Spending().day.reserved, 500);
}

TEST_F(BudgetBookTest, DoesNotRepeatWhatCannotSucceed) {
  const ReservedPrice reserved = Reserve({}, 500);
  state_.error = absl::DataLossError("the file is corrupt");
  state_.failing_settles = 2;
  Settle(reserved, 300);
  EXPECT_EQ(book_.lost(), 1);
  EXPECT_EQ(state_.failing_settles, 1);
}

// As after a failover to a master that the reservation did not reach.
TEST_F(BudgetBookTest, CountsReservationsThatTheStateHasLost) {
  ReservedPrice reserved = Reserve({}, 500);
  Settle(reserved, 300);
  EXPECT_EQ(book_.missing(), 0);
  reserved.id = state::MakeRandomId();
  state_.failing_settles = 2;
  Settle(reserved, 300);
  EXPECT_EQ(book_.missing(), 1);
  EXPECT_EQ(book_.lost(), 0);
  EXPECT_EQ(Spending().day.spent, 300);
}

TEST_F(BudgetBookTest, APriceOfNothingNeedsNoReservation) {
  ReservedPrice reserved = Reserve({}, 500);
  reserved.id = state::MakeRandomId();
  Settle(reserved, 0);
  EXPECT_EQ(book_.missing(), 0);
}

TEST_F(BudgetBookTest, GivesBackWhatMayHaveBeenReserved) {
  state_.failing_reserves = 1;
  const auto decision = TryReserve({}, 500);
  EXPECT_TRUE(absl::IsUnavailable(decision.status())) << decision.status();
  EXPECT_EQ(book_.unsettled(), 0);
  const CallerSpending spending = Spending();
  EXPECT_EQ(spending.day.spent, 0);
  EXPECT_EQ(spending.day.reserved, 0);
}

TEST_F(BudgetBookTest, ReportsThatTheStateIsAway) {
  state_.failing_reserves = 1;
  const auto spending = client_.Run(book_.Read({kCaller}));
  EXPECT_TRUE(absl::IsUnavailable(spending.status())) << spending.status();
}

// Replicas, each with a book of its own, over one file: the sum of what the
// callers paid is what the counters have, and never above the budget.
TEST(BudgetBook, IsExactAcrossReplicas) {
  constexpr MilliPrice kDay = 20'000;
  constexpr int kRequests = 20;
  state::testing_state::FileBackend backend;
  std::atomic<int64_t> charged = 0;
  std::atomic<int> rejected = 0;
  RunConcurrently(
      backend,
      [&](state::SharedState& state, int number) -> asio::awaitable<void> {
        BudgetBook book(state, {.now = [&] { return backend.Now(); }});
        std::minstd_rand random(number);
        const auto executor = co_await asio::this_coro::executor;
        for (int i = 0; i < kRequests; ++i) {
          const MilliPrice price = 1 + random() % 100;
          const auto decision =
              co_await book.Reserve(kCaller, {.day = kDay, .month = {}}, price);
          EXPECT_TRUE(decision.ok()) << decision.status();
          if (!decision.ok() || decision->over) {
            ++rejected;
            continue;
          }
          const MilliPrice paid = random() % (price + 1);
          charged += paid;
          book.Settle(executor, decision->reserved, paid);
        }
        while (book.unsettled() > 0) {
          co_await asio::post(executor, asio::use_awaitable);
        }
      });
  BudgetBook book(backend.Connect(), {.now = [&] { return backend.Now(); }});
  state::testing_state::StateClient client(backend.Connect());
  const auto spending = client.Run(book.Read({kCaller}));
  ASSERT_TRUE(spending.ok()) << spending.status();
  EXPECT_EQ(spending->at(0).day.spent, charged);
  EXPECT_EQ(spending->at(0).day.reserved, 0);
  EXPECT_LE(charged, kDay);
  EXPECT_GT(rejected, 0);
}

}  // namespace
}  // namespace backlinks::accounting
