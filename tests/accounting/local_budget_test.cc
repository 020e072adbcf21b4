// BudgetBook while the shared state is unavailable, with a state of its own.
#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "boost/asio/co_spawn.hpp"
#include "boost/asio/detached.hpp"
#include "boost/asio/io_context.hpp"
#include "gtest/gtest.h"
#include "service/accounting/budget_book.h"
#include "tests/accounting/unreliable_state.h"
#include "tests/support/state/settable_clock.h"
#include "tests/support/state/state_client.h"

namespace backlinks::accounting {
namespace {

namespace asio = boost::asio;

constexpr char kCaller[] = "seo-dashboard";

class LocalBudgetTest : public testing::Test {
 protected:
  BudgetBook MakeBook(absl::Duration local_for = absl::ZeroDuration()) {
    return BudgetBook(shared_,
                      {.retry = {absl::Milliseconds(1), absl::Milliseconds(1)},
                       .max_retries = 5,
                       .now = [this] { return clock_.Now(); },
                       .local = &local_,
                       .local_for = local_for});
  }
  BudgetBook::Decision Reserve(BudgetBook& book, MilliPrice price,
                               CallerBudget budget = {}) {
    auto decision = client_.Run(book.Reserve(kCaller, budget, price));
    EXPECT_TRUE(decision.ok()) << decision.status();
    return decision.ok() ? *std::move(decision) : BudgetBook::Decision();
  }
  // Until everything that the book has begun is done.
  void Settle(BudgetBook& book, ReservedPrice reserved, MilliPrice paid) {
    asio::io_context io;
    book.Settle(io.get_executor(), std::move(reserved), paid);
    io.run();
  }
  int64_t Spent(state::testing_state::StateClient& client) const {
    return client.Use("spent/seo-dashboard/2027-01-15").used();
  }

  state::testing_state::SettableClock clock_;  // At 2027-01-15T08:00:00Z.
  UnreliableState shared_{[this] { return clock_.Now(); }};
  UnreliableState local_{[this] { return clock_.Now(); }};
  state::testing_state::StateClient client_{shared_};
  state::testing_state::StateClient local_client_{local_};
};

TEST_F(LocalBudgetTest, UsesTheSharedStateWhileItIsThere) {
  BudgetBook book = MakeBook();
  const auto decision = Reserve(book, 500);
  EXPECT_FALSE(decision.reserved.is_local);
  Settle(book, decision.reserved, 300);
  EXPECT_EQ(Spent(client_), 300);
  EXPECT_EQ(Spent(local_client_), 0);
}

TEST_F(LocalBudgetTest, BooksWhatWasSpentOnceTheSharedStateIsBack) {
  BudgetBook book = MakeBook();
  shared_.failing_reserves = 4;
  const auto decision = Reserve(book, 500);
  EXPECT_TRUE(decision.reserved.is_local);
  EXPECT_EQ(Spent(local_client_), 500);
  Settle(book, decision.reserved, 300);
  EXPECT_EQ(shared_.failing_reserves, -1);
  EXPECT_EQ(Spent(local_client_), 300);
  EXPECT_EQ(Spent(client_), 300);
  EXPECT_EQ(book.unbooked(), 0);
  EXPECT_EQ(book.unsettled(), 0);
  EXPECT_EQ(book.lost(), 0);
}

TEST_F(LocalBudgetTest, SettlesInTheCallThatWasPaid) {
  BudgetBook book = MakeBook();
  shared_.failing_reserves = 1;
  asio::io_context io;
  asio::co_spawn(
      io,
      [&]() -> asio::awaitable<void> {
        const auto decision = co_await book.Reserve(kCaller, {}, 500);
        EXPECT_TRUE(decision.ok()) << decision.status();
        book.Settle(io.get_executor(), decision->reserved, 300);
      },
      asio::detached);
  io.run();
  EXPECT_EQ(Spent(client_), 300);
}

TEST_F(LocalBudgetTest, BooksForTheDayOfTheReservation) {
  BudgetBook book = MakeBook();
  shared_.failing_reserves = 1;
  const auto decision = Reserve(book, 500);
  clock_.Advance(absl::Hours(24));
  Settle(book, decision.reserved, 300);
  EXPECT_EQ(Spent(client_), 300);
}

TEST_F(LocalBudgetTest, EachReplicaStaysWithinTheBudget) {
  BudgetBook book = MakeBook();
  const CallerBudget budget = {.day = 800, .month = {}};
  shared_.failing_reserves = 2;
  EXPECT_FALSE(Reserve(book, 500, budget).over);
  const auto decision = Reserve(book, 500, budget);
  ASSERT_TRUE(decision.over);
  EXPECT_EQ(decision.over->used, 500);
  EXPECT_EQ(decision.over->limit, 800);
}

TEST_F(LocalBudgetTest, LeavesTheSharedStateAloneForAWhile) {
  BudgetBook book = MakeBook(absl::Hours(1));
  shared_.failing_reserves = 1;
  EXPECT_TRUE(Reserve(book, 500).reserved.is_local);
  EXPECT_TRUE(Reserve(book, 500).reserved.is_local);
  EXPECT_EQ(Spent(client_), 0);
}

TEST_F(LocalBudgetTest, ReportsThatBothAreUnavailable) {
  BudgetBook book = MakeBook();
  shared_.failing_reserves = 1;
  local_.failing_reserves = 1;
  const auto decision = client_.Run(book.Reserve(kCaller, {}, 500));
  EXPECT_TRUE(absl::IsUnavailable(decision.status())) << decision.status();
}

}  // namespace
}  // namespace backlinks::accounting
