// Random operations on few names, whose results are compared with those of
// NaiveState.
#include <functional>
#include <string>
#include <vector>

#include "fmt/format.h"
#include "gtest/gtest.h"
#include "tests/state/conformance/state_conformance.h"
#include "tests/support/random_source.h"
#include "tests/support/state/naive_state.h"

namespace backlinks::state::testing_state {
namespace {

using testing_support::RandomSource;

constexpr int kOperations = 1500;

// Does the same on a backend and on a model. If the clock can be set, it is the
// clock of both, and times are compared, too.
class RandomOperations {
 public:
  RandomOperations(RandomSource& random, StateClient& backend,
                   StateClient& model, Backend& clock)
      : random_(random),
        backend_(backend),
        model_(model),
        now_([&clock] { return clock.Now(); }),
        start_(now_()),
        clock_is_settable_(clock.clock_is_settable()) {}

  void DoOne() {
    static constexpr void (RandomOperations::*kAll[])() = {
        &RandomOperations::Put,     &RandomOperations::Get,
        &RandomOperations::Acquire, &RandomOperations::Extend,
        &RandomOperations::Release, &RandomOperations::Reserve,
        &RandomOperations::Reserve, &RandomOperations::Settle,
        &RandomOperations::Read,    &RandomOperations::Take};
    (this->*kAll[random_.Below(std::size(kAll))])();
  }

 private:
  std::string Name(int count = 4) {
    return fmt::format("name{}", random_.Below(count));
  }
  std::string Token() { return fmt::format("token{}", random_.Below(3)); }
  absl::Duration Duration() {
    return absl::Hours(2) + absl::Minutes(random_.Below(100));
  }
  absl::Duration Comparable(absl::Duration duration) const {
    if (clock_is_settable_ || duration == absl::ZeroDuration()) return duration;
    return absl::Hours(1);
  }

  void Put() {
    const std::string key = Name(), bytes = Token();
    const absl::Duration time_to_live = Duration();
    for (StateClient* state : {&backend_, &model_}) {
      state->Put(key, bytes, time_to_live);
    }
  }
  void Get() {
    const std::string key = Name();
    const auto got = backend_.Get(key), expected = model_.Get(key);
    ASSERT_EQ(got.has_value(), expected.has_value());
    if (!got) return;
    EXPECT_EQ(got->bytes, expected->bytes);
    if (clock_is_settable_) {
      EXPECT_EQ(got->age, expected->age);
    }
  }
  void Acquire() {
    const std::string name = Name(), token = Token();
    const absl::Duration duration = Duration();
    const LeaseHold got = backend_.Acquire(name, token, duration);
    const LeaseHold expected = model_.Acquire(name, token, duration);
    EXPECT_EQ(got.acquired, expected.acquired);
    EXPECT_EQ(Comparable(got.held_for), Comparable(expected.held_for));
  }
  void Extend() {
    const std::string name = Name(), token = Token();
    const absl::Duration duration = Duration();
    EXPECT_EQ(backend_.Extend(name, token, duration),
              model_.Extend(name, token, duration));
  }
  void Release() {
    const std::string name = Name(), token = Token();
    EXPECT_EQ(backend_.Release(name, token), model_.Release(name, token));
  }
  void Reserve() {
    Reservation reservation;
    reservation.id = Name(12);
    reservation.amount = static_cast<int64_t>(random_.Below(30));
    reservation.lease = Duration();
    const int64_t first = random_.Below(4), last = first + random_.Below(3);
    for (int64_t i = first; i <= last; ++i) {
      reservation.counters.push_back(CounterAt(i % 4));
    }
    const auto got = backend_.Reserve(reservation);
    const auto expected = model_.Reserve(reservation);
    ASSERT_EQ(got.has_value(), expected.has_value());
    if (!got) return;
    EXPECT_EQ(got->index, expected->index);
    EXPECT_EQ(got->used, expected->used);
  }
  void Settle() {
    const std::string id = Name(12);
    const auto amount = static_cast<int64_t>(random_.Below(40));
    EXPECT_EQ(backend_.Settle(id, amount), model_.Settle(id, amount));
  }
  void Read() {
    const std::string name = CounterAt(random_.Below(4)).name;
    const CounterUse got = backend_.Use(name), expected = model_.Use(name);
    EXPECT_EQ(got.spent, expected.spent);
    EXPECT_EQ(got.reserved, expected.reserved);
  }
  void Take() {
    const TokenBucket bucket = {1, absl::Hours(24), 5};
    const std::string name = Name();
    const auto count = static_cast<int64_t>(1 + random_.Below(5));
    EXPECT_EQ(Comparable(backend_.Take(name, bucket, count)),
              Comparable(model_.Take(name, bucket, count)));
  }

  // Returns one of three counters of the day, or one of all days.
  Counter CounterAt(int64_t index) {
    constexpr absl::Duration kDay = absl::Hours(24);
    const int64_t limit = random_.Below(300);
    if (index == 3) return {"all days", limit, start_ + 60 * kDay};
    const int64_t day = (now_() - start_) / kDay;
    return {fmt::format("{}/day {}", index, day), limit,
            start_ + (day + 1) * kDay + absl::Hours(4)};
  }

  RandomSource& random_;
  StateClient& backend_;
  StateClient& model_;
  const std::function<absl::Time()> now_;
  const absl::Time start_;
  const bool clock_is_settable_;
};

TEST_P(StateConformanceTest, RandomOperationsReturnWhatTheModelDoes) {
  RandomSource random(testing_support::PrintedSeed());
  NaiveState model([this] { return backend_->Now(); });
  StateClient model_client(model);
  RandomOperations operations(random, client_, model_client, *backend_);
  for (int i = 0; i < kOperations && !HasFailure(); ++i) {
    SCOPED_TRACE(i);
    operations.DoOne();
    if (backend_->clock_is_settable() && random.Below(4) == 0) {
      backend_->Advance(absl::Minutes(random.Below(60)));
    }
  }
}

}  // namespace
}  // namespace backlinks::state::testing_state
