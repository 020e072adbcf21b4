// The conformance suite passes with the model of its random test.
#include "tests/support/state/naive_state.h"

#include <memory>

#include "gtest/gtest.h"
#include "tests/state/conformance/state_conformance.h"
#include "tests/support/state/settable_clock.h"

namespace backlinks::state::testing_state {
namespace {

class NaiveBackend final : public Backend {
 public:
  SharedState& Connect() override { return state_; }
  absl::Time Now() override { return clock_.Now(); }
  void Advance(absl::Duration duration) override { clock_.Advance(duration); }
  bool clock_is_settable() const override { return true; }

 private:
  SettableClock clock_;
  NaiveState state_{[this] { return clock_.Now(); }};
};

const BackendParam kNaive = {"Naive",
                             [] { return std::make_unique<NaiveBackend>(); }};

INSTANTIATE_TEST_SUITE_P(Model, StateConformanceTest, testing::Values(kNaive),
                         BackendParam::Name);
INSTANTIATE_TEST_SUITE_P(Model, ClockConformanceTest, testing::Values(kNaive),
                         BackendParam::Name);

}  // namespace
}  // namespace backlinks::state::testing_state
