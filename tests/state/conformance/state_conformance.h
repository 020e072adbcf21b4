// The fixtures of the conformance suite.
#ifndef BACKLINKS_TESTS_STATE_CONFORMANCE_STATE_CONFORMANCE_H_
#define BACKLINKS_TESTS_STATE_CONFORMANCE_STATE_CONFORMANCE_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "service/state/shared_state.h"
#include "tests/state/conformance/backend.h"
#include "tests/state/conformance/state_client.h"

namespace backlinks::state::testing_state {

class BackendTest : public testing::TestWithParam<BackendParam> {
 protected:
  // A counter that expires after two days.
  Counter CounterOf(const std::string& name, int64_t limit = kNoLimit) {
    return {name, limit, backend_->Now() + absl::Hours(48)};
  }

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

}  // namespace backlinks::state::testing_state

#endif  // BACKLINKS_TESTS_STATE_CONFORMANCE_STATE_CONFORMANCE_H_
