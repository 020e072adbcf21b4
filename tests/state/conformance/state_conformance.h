// The fixtures of the conformance suite.
#ifndef BACKLINKS_TESTS_STATE_CONFORMANCE_STATE_CONFORMANCE_H_
#define BACKLINKS_TESTS_STATE_CONFORMANCE_STATE_CONFORMANCE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "service/state/shared_state.h"
#include "tests/support/state/backend.h"
#include "tests/support/state/state_client.h"

namespace backlinks::state::testing_state {

class BackendTest : public testing::TestWithParam<BackendParam> {
 protected:
  // A counter that expires after two days.
  Counter CounterOf(const std::string& name, int64_t limit = kNoLimit) {
    return {name, limit, backend_->Now() + absl::Hours(48)};
  }

  // Reserves on the counters, and on `brief`, and waits until that has expired.
  // On a slow machine the reservation may come too late, and is tried again
  // with more time.
  Reservation ReserveUntilExpired(const std::string& brief,
                                  std::vector<Counter> counters = {});

  std::unique_ptr<Backend> backend_ = GetParam().make();
  StateClient client_{backend_->Connect()};
  StateClient other_{backend_->Connect()};  // Another replica.
};

// For every backend. What must have ended has a short time and is waited for
// by Advance; what must not have ended has a long one.
class StateConformanceTest : public BackendTest {};

// For backends with a clock that moves only in Advance.
class ClockConformanceTest : public BackendTest {};

inline constexpr absl::Duration kLong = absl::Hours(1);
inline constexpr absl::Duration kShort = absl::Milliseconds(20);

inline Reservation BackendTest::ReserveUntilExpired(
    const std::string& brief, std::vector<Counter> counters) {
  Reservation reservation = ReservationOf(7, std::move(counters));
  reservation.lease = kShort;
  reservation.counters.push_back({brief, kNoLimit, absl::InfinitePast()});
  absl::Duration life = kShort;
  absl::Status status = absl::InvalidArgumentError("");
  while (absl::IsInvalidArgument(status) && life < kLong) {
    life *= 2;
    reservation.counters.back().expires_at = backend_->Now() + life;
    status = client_.Run(client_.state().Reserve(reservation)).status();
  }
  EXPECT_TRUE(status.ok()) << status;
  backend_->Advance(life);
  return reservation;
}

}  // namespace backlinks::state::testing_state

#endif  // BACKLINKS_TESTS_STATE_CONFORMANCE_STATE_CONFORMANCE_H_
