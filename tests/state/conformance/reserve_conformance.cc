#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/state/conformance/state_conformance.h"

namespace backlinks::state::testing_state {
namespace {

TEST_P(StateConformanceTest, ReservesOnAllCounters) {
  EXPECT_FALSE(client_.Reserve(
      ReservationOf(30, {CounterOf("day", 100), CounterOf("month")})));
  EXPECT_FALSE(client_.Reserve(ReservationOf(5, {CounterOf("month")})));
  EXPECT_EQ(other_.Use("day"), (CounterUse{0, 30}));
  EXPECT_EQ(other_.Use("month"), (CounterUse{0, 35}));
}

TEST_P(StateConformanceTest, ReservesOnAllCountersOrNone) {
  client_.Reserve(ReservationOf(30, {CounterOf("day"), CounterOf("month")}));
  const auto exceeded = other_.Reserve(ReservationOf(
      11,
      {CounterOf("day", 100), CounterOf("month", 40), CounterOf("year", 10)}));
  ASSERT_TRUE(exceeded.has_value());
  EXPECT_EQ(exceeded->index, 1);
  EXPECT_EQ(exceeded->used, 30);
  EXPECT_EQ(client_.Use("day"), (CounterUse{0, 30}));
  EXPECT_EQ(client_.Use("month"), (CounterUse{0, 30}));
  EXPECT_EQ(client_.Use("year"), (CounterUse{0, 0}));
}

TEST_P(StateConformanceTest, RejectedReservationIsNotSettled) {
  const Reservation rejected = ReservationOf(11, {CounterOf("day", 10)});
  EXPECT_TRUE(client_.Reserve(rejected).has_value());
  EXPECT_FALSE(client_.Settle(rejected.id, 5));
  EXPECT_EQ(client_.Use("day"), (CounterUse{0, 0}));
}

TEST_P(StateConformanceTest, ReservesUpToTheLimit) {
  EXPECT_FALSE(client_.Reserve(ReservationOf(10, {CounterOf("day", 10)})));
  EXPECT_FALSE(client_.Reserve(ReservationOf(0, {CounterOf("day", 10)})));
  const auto exceeded =
      client_.Reserve(ReservationOf(1, {CounterOf("day", 10)}));
  ASSERT_TRUE(exceeded.has_value());
  EXPECT_EQ(exceeded->used, 10);
  EXPECT_FALSE(client_.Reserve(ReservationOf(1, {CounterOf("day", 11)})));
  EXPECT_TRUE(client_.Reserve(ReservationOf(1, {CounterOf("none", 0)})));
}

// The limit is that of the reservation, which may be lower than the use.
TEST_P(StateConformanceTest, LimitMayBeLowered) {
  client_.Reserve(ReservationOf(10, {CounterOf("day", 10)}));
  const auto exceeded =
      client_.Reserve(ReservationOf(0, {CounterOf("day", 5)}));
  ASSERT_TRUE(exceeded.has_value());
  EXPECT_EQ(exceeded->used, 10);
}

TEST_P(StateConformanceTest, RepeatedReservationHasNoSecondEffect) {
  Reservation reservation = ReservationOf(10, {CounterOf("day", 15)});
  EXPECT_FALSE(client_.Reserve(reservation));
  EXPECT_FALSE(other_.Reserve(reservation));
  reservation.amount = 100;
  EXPECT_FALSE(other_.Reserve(reservation));
  EXPECT_EQ(client_.Use("day"), (CounterUse{0, 10}));
}

TEST_P(StateConformanceTest, SumsOfLargeAmountsAreExact) {
  constexpr int64_t kLarge = kMaxAmount - 1;
  for (int i = 0; i < 5; ++i) {
    client_.Reserve(ReservationOf(kLarge, {CounterOf("day")}));
  }
  EXPECT_EQ(client_.Use("day"), (CounterUse{0, 5 * kLarge}));
  EXPECT_TRUE(
      client_.Reserve(ReservationOf(1, {CounterOf("day", 5 * kLarge)})));
  EXPECT_FALSE(
      client_.Reserve(ReservationOf(1, {CounterOf("day", 5 * kLarge + 1)})));
}

TEST_P(StateConformanceTest, ReadsCountersInOrder) {
  client_.Reserve(ReservationOf(1, {CounterOf("a")}));
  client_.Reserve(ReservationOf(2, {CounterOf("b")}));
  const std::vector<std::string> names = {"b", "unknown", "a", "b"};
  const auto uses = client_.Run(client_.state().ReadCounters(names));
  ASSERT_TRUE(uses.ok()) << uses.status();
  EXPECT_EQ(*uses, (std::vector<CounterUse>{{0, 2}, {0, 0}, {0, 1}, {0, 2}}));
  const std::vector<std::string> no_names;
  const auto none = client_.Run(client_.state().ReadCounters(no_names));
  ASSERT_TRUE(none.ok()) << none.status();
  EXPECT_TRUE(none->empty());
}

TEST_P(StateConformanceTest, CounterExpires) {
  const Reservation brief = ReserveUntilExpired("day");
  EXPECT_EQ(client_.Use("day"), (CounterUse{0, 0}));
  EXPECT_FALSE(client_.Settle(brief.id, 3));
  EXPECT_EQ(client_.Use("day"), (CounterUse{0, 0}));
}

// Otherwise the lease could end without a record of what was spent.
TEST_P(StateConformanceTest, CounterMustNotExpireBeforeTheLeaseEnds) {
  client_.Reserve(ReservationOf(2, {CounterOf("old")}));
  for (const absl::Time expires_at :
       {absl::InfinitePast(), absl::UnixEpoch(), backend_->Now() - kLong,
        backend_->Now(), backend_->Now() + kLong - absl::Seconds(1)}) {
    for (const char* const name : {"day", "old"}) {
      Reservation reservation =
          ReservationOf(1, {CounterOf("month"), {name, 0, expires_at}});
      reservation.lease = kLong;
      const auto reserved = client_.Run(client_.state().Reserve(reservation));
      EXPECT_TRUE(absl::IsInvalidArgument(reserved.status()))
          << reserved.status();
      EXPECT_FALSE(client_.Settle(reservation.id, 1));
    }
  }
  EXPECT_EQ(client_.Use("month"), (CounterUse{0, 0}));
  EXPECT_EQ(client_.Use("day"), (CounterUse{0, 0}));
  EXPECT_EQ(client_.Use("old"), (CounterUse{0, 2}));
}

TEST_P(StateConformanceTest, CounterMayNeverExpire) {
  client_.Reserve(
      ReservationOf(1, {{"ever", kNoLimit, absl::InfiniteFuture()}}));
  EXPECT_EQ(client_.Use("ever"), (CounterUse{0, 1}));
}

TEST_P(ClockConformanceTest, CounterMayExpireWhenTheLeaseEnds) {
  const absl::Time end = backend_->Now() + kLong;
  Reservation early =
      ReservationOf(1, {{"day", kNoLimit, end - absl::Milliseconds(1)}});
  early.lease = kLong;
  EXPECT_TRUE(absl::IsInvalidArgument(
      client_.Run(client_.state().Reserve(early)).status()));
  Reservation reservation = ReservationOf(1, {{"day", kNoLimit, end}});
  reservation.lease = kLong;
  client_.Reserve(reservation);
  // Repeated: whatever the other members are.
  backend_->Advance(kLong / 2);
  EXPECT_FALSE(other_.Reserve(reservation));
  EXPECT_EQ(client_.Use("day"), (CounterUse{0, 1}));
}

TEST_P(ClockConformanceTest, LatestExpiryOfCounterCounts) {
  const absl::Time soon = backend_->Now() + kShort * 2;
  Reservation first = ReservationOf(7, {{"day", kNoLimit, soon}});
  first.lease = kShort;
  client_.Reserve(first);
  client_.Reserve(ReservationOf(2, {CounterOf("day")}));
  Reservation last = ReservationOf(1, {{"day", kNoLimit, soon}});
  last.lease = kShort;
  client_.Reserve(last);
  backend_->Advance(kShort * 2);
  EXPECT_EQ(client_.Use("day"), (CounterUse{8, 2}));
  EXPECT_TRUE(client_.Settle(first.id, 4));
  EXPECT_EQ(client_.Use("day"), (CounterUse{5, 2}));
}

}  // namespace
}  // namespace backlinks::state::testing_state
