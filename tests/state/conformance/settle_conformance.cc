#include <atomic>
#include <cstdint>
#include <string>

#include "gtest/gtest.h"
#include "tests/state/conformance/state_conformance.h"
#include "tests/support/state/concurrent_tasks.h"

namespace backlinks::state::testing_state {
namespace {

TEST_P(StateConformanceTest, SettlesAllCounters) {
  const Reservation reservation =
      ReservationOf(30, {CounterOf("day"), CounterOf("month")});
  client_.Reserve(reservation);
  client_.Reserve(ReservationOf(2, {CounterOf("month")}));
  EXPECT_TRUE(other_.Settle(reservation.id, 20));
  EXPECT_EQ(client_.Use("day"), (CounterUse{20, 0}));
  EXPECT_EQ(client_.Use("month"), (CounterUse{20, 2}));
}

TEST_P(StateConformanceTest, SettlesOnce) {
  const Reservation reservation = ReservationOf(30, {CounterOf("day")});
  client_.Reserve(reservation);
  EXPECT_TRUE(client_.Settle(reservation.id, 20));
  EXPECT_FALSE(other_.Settle(reservation.id, 25));
  EXPECT_FALSE(client_.Settle("unknown", 25));
  EXPECT_EQ(client_.Use("day"), (CounterUse{20, 0}));
}

TEST_P(StateConformanceTest, SettlesToNothing) {
  const Reservation reservation = ReservationOf(30, {CounterOf("day", 30)});
  client_.Reserve(reservation);
  EXPECT_TRUE(client_.Settle(reservation.id, 0));
  EXPECT_EQ(client_.Use("day"), (CounterUse{0, 0}));
  EXPECT_FALSE(client_.Reserve(ReservationOf(30, {CounterOf("day", 30)})));
}

TEST_P(StateConformanceTest, SettlesAboveTheLimit) {
  const Reservation reservation = ReservationOf(30, {CounterOf("day", 30)});
  client_.Reserve(reservation);
  EXPECT_TRUE(client_.Settle(reservation.id, 35));
  EXPECT_EQ(client_.Use("day"), (CounterUse{35, 0}));
  const auto exceeded =
      client_.Reserve(ReservationOf(1, {CounterOf("day", 30)}));
  ASSERT_TRUE(exceeded.has_value());
  EXPECT_EQ(exceeded->used, 35);
}

TEST_P(StateConformanceTest, ReservationWithoutSettleBecomesSpent) {
  Reservation reservation = ReservationOf(30, {CounterOf("day")});
  reservation.lease = kShort;
  client_.Reserve(reservation);
  client_.Reserve(ReservationOf(1, {CounterOf("day")}));
  backend_->Advance(kShort);
  EXPECT_EQ(other_.Use("day"), (CounterUse{30, 1}));
  EXPECT_TRUE(other_.Reserve(ReservationOf(1, {CounterOf("day", 31)})));
}

TEST_P(StateConformanceTest, LateSettleCorrects) {
  Reservation reservation =
      ReservationOf(30, {CounterOf("day"), CounterOf("month")});
  reservation.lease = kShort;
  client_.Reserve(reservation);
  backend_->Advance(kShort);
  EXPECT_TRUE(client_.Settle(reservation.id, 12));
  EXPECT_FALSE(client_.Settle(reservation.id, 30));
  EXPECT_EQ(client_.Use("day"), (CounterUse{12, 0}));
  EXPECT_EQ(client_.Use("month"), (CounterUse{12, 0}));
}

// A repeated Reserve does not extend the lease, since it may come late.
TEST_P(StateConformanceTest, RepeatedReservationAfterItsLeaseIsSpent) {
  Reservation reservation = ReservationOf(30, {CounterOf("day")});
  reservation.lease = kShort;
  client_.Reserve(reservation);
  backend_->Advance(kShort);
  EXPECT_FALSE(client_.Reserve(reservation));
  EXPECT_EQ(client_.Use("day"), (CounterUse{30, 0}));
}

TEST_P(StateConformanceTest, SettleLeavesExpiredCountersAlone) {
  const Reservation reservation =
      ReserveUntilExpired("day", {CounterOf("month")});
  EXPECT_TRUE(client_.Settle(reservation.id, 12));
  EXPECT_EQ(client_.Use("day"), (CounterUse{0, 0}));
  EXPECT_EQ(client_.Use("month"), (CounterUse{12, 0}));
}

TEST_P(StateConformanceTest, ManyReserveUpToTheLimit) {
  std::atomic<int> reserved = 0;
  RunConcurrently(
      *backend_, [&](SharedState& state, int) -> boost::asio::awaitable<void> {
        const Reservation reservation =
            ReservationOf(3, {CounterOf("day", 100), CounterOf("month")});
        const auto exceeded = co_await state.Reserve(reservation);
        EXPECT_TRUE(exceeded.ok()) << exceeded.status();
        if (exceeded.ok() && !exceeded->has_value()) ++reserved;
      });
  EXPECT_EQ(reserved, 33);
  EXPECT_EQ(client_.Use("day"), (CounterUse{0, 99}));
  EXPECT_EQ(client_.Use("month"), (CounterUse{0, 99}));
}

// Reserves 10 and settles less several times. Adds what was spent to `spent`.
boost::asio::awaitable<void> Spend(SharedState& state, int index,
                                   const Counter& counter,
                                   std::atomic<int64_t>& spent) {
  for (int round = 0; round < 10; ++round) {
    const Reservation reservation = ReservationOf(10, {counter});
    const auto exceeded = co_await state.Reserve(reservation);
    EXPECT_TRUE(exceeded.ok()) << exceeded.status();
    if (!exceeded.ok() || exceeded->has_value()) continue;
    const int64_t amount = (index + round) % 10;
    const auto settled = co_await state.Settle(reservation.id, amount);
    EXPECT_TRUE(settled.ok()) << settled.status();
    EXPECT_TRUE(settled.ok() && *settled);
    spent += amount;
  }
}

TEST_P(StateConformanceTest, ManySpendExactly) {
  const Counter counter = CounterOf("day", 1500);
  std::atomic<int64_t> spent = 0;
  RunConcurrently(*backend_, [&](SharedState& state, int index) {
    return Spend(state, index, counter, spent);
  });
  EXPECT_GT(spent, 1000);
  EXPECT_LE(spent, 1500);
  EXPECT_EQ(client_.Use("day"), (CounterUse{spent, 0}));
}

TEST_P(ClockConformanceTest, LeaseOfReservationEndsAtItsTime) {
  Reservation reservation = ReservationOf(30, {CounterOf("day")});
  reservation.lease = absl::Minutes(2);
  client_.Reserve(reservation);
  backend_->Advance(absl::Minutes(2) - absl::Milliseconds(1));
  EXPECT_EQ(client_.Use("day"), (CounterUse{0, 30}));
  backend_->Advance(absl::Milliseconds(1));
  EXPECT_EQ(client_.Use("day"), (CounterUse{30, 0}));
}

}  // namespace
}  // namespace backlinks::state::testing_state
