#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "tests/state/conformance/state_conformance.h"

namespace backlinks::state::testing_state {
namespace {

const std::string& TooLong() {
  static const std::string name(kMaxNameBytes + 1, 'n');
  return name;
}

#define EXPECT_INVALID(operation)                                    \
  EXPECT_EQ(StatusOf(client_.Run(client_.state().operation)).code(), \
            absl::StatusCode::kInvalidArgument)

absl::Status StatusOf(const absl::Status& status) { return status; }
template <typename T>
absl::Status StatusOf(const absl::StatusOr<T>& result) {
  return result.status();
}

TEST_P(StateConformanceTest, RejectsInvalidValues) {
  EXPECT_INVALID(GetValue(""));
  EXPECT_INVALID(GetValue(TooLong()));
  EXPECT_INVALID(PutValue("", "value", kLong));
  EXPECT_INVALID(PutValue("key", std::string(kMaxValueBytes + 1, 'v'), kLong));
  EXPECT_INVALID(PutValue("key", "value", absl::ZeroDuration()));
  EXPECT_INVALID(PutValue("key", "value", absl::InfiniteDuration()));
  EXPECT_FALSE(client_.Get("key").has_value());
}

TEST_P(StateConformanceTest, RejectsInvalidLeases) {
  EXPECT_INVALID(AcquireLease("", "token", kLong));
  EXPECT_INVALID(AcquireLease("name", "", kLong));
  EXPECT_INVALID(AcquireLease("name", "token", -kLong));
  EXPECT_INVALID(ExtendLease("name", TooLong(), kLong));
  EXPECT_INVALID(ExtendLease("name", "token", kMaxDuration * 2));
  EXPECT_INVALID(ReleaseLease("name", ""));
}

TEST_P(StateConformanceTest, RejectsInvalidReservations) {
  const Reservation valid = ReservationOf(1, {CounterOf("day")});
  std::vector<Reservation> invalid(9, valid);
  invalid[0].id = "";
  invalid[1].amount = -1;
  invalid[2].amount = kMaxAmount + 1;
  invalid[3].lease = absl::ZeroDuration();
  invalid[4].counters.clear();
  invalid[5].counters.resize(kMaxCounters + 1, valid.counters[0]);
  invalid[6].counters.push_back(valid.counters[0]);
  invalid[7].counters[0].name = "";
  invalid[8].counters[0].limit = kNoLimit + 1;
  for (const Reservation& reservation : invalid) {
    EXPECT_INVALID(Reserve(reservation));
  }
  EXPECT_EQ(client_.Use("day"), (CounterUse{0, 0}));
}

TEST_P(StateConformanceTest, RejectsInvalidSettlesAndReads) {
  EXPECT_INVALID(Settle("", 1));
  EXPECT_INVALID(Settle("id", -1));
  EXPECT_INVALID(Settle("id", kMaxAmount + 1));
  const std::vector<std::string> empty_name = {"day", ""};
  EXPECT_INVALID(ReadCounters(empty_name));
  const std::vector<std::string> too_many(SharedState::kMaxReadCounters + 1,
                                          "day");
  EXPECT_INVALID(ReadCounters(too_many));
}

TEST_P(StateConformanceTest, RejectsInvalidBuckets) {
  const absl::Duration second = absl::Seconds(1);
  EXPECT_INVALID(Take("", TokenBucket{1, second, 1}, 1));
  EXPECT_INVALID(Take("name", TokenBucket{0, second, 1}, 1));
  EXPECT_INVALID(Take("name", TokenBucket{1, absl::ZeroDuration(), 1}, 1));
  EXPECT_INVALID(Take("name", TokenBucket{1, absl::Hours(25), 1}, 1));
  EXPECT_INVALID(Take("name", TokenBucket{1, second, 0}, 1));
  EXPECT_INVALID(Take("name", TokenBucket{1, second, 1}, 0));
  EXPECT_INVALID(Take("name", TokenBucket{1, second, 1}, 2));
  EXPECT_INVALID(Take("name", TokenBucket{1, absl::Hours(24), 401}, 1));
}

}  // namespace
}  // namespace backlinks::state::testing_state
