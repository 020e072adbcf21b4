// What an implementation of SharedState gives to the conformance suite.
//
// A test program links backlinks::state_conformance and has, for example:
//   INSTANTIATE_TEST_SUITE_P(Sqlite, StateConformanceTest,
//                            testing::Values(BackendParam{"file", &MakeFile}),
//                            BackendParam::Name);
// and the same for ClockConformanceTest if the clock can be set.
#ifndef BACKLINKS_TESTS_SUPPORT_STATE_BACKEND_H_
#define BACKLINKS_TESTS_SUPPORT_STATE_BACKEND_H_

#include <functional>
#include <memory>
#include <ostream>
#include <string>

#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "service/state/shared_state.h"

namespace backlinks::state::testing_state {

// One backend, empty at first, and the connections of replicas to it.
class Backend {
 public:
  virtual ~Backend() = default;

  // Returns the state as another replica has it, which the backend owns. Where
  // replicas share one object, it is the same each time.
  virtual SharedState& Connect() = 0;

  // The backend's clock.
  virtual absl::Time Now() = 0;
  // Lets the clock move by the duration: sets it, or sleeps.
  virtual void Advance(absl::Duration duration) = 0;
  // Whether the clock moves only in Advance.
  virtual bool clock_is_settable() const = 0;
};

struct BackendParam {
  std::string name;  // Letters and digits.
  std::function<std::unique_ptr<Backend>()> make;

  static std::string Name(const testing::TestParamInfo<BackendParam>& info) {
    return info.param.name;
  }
  friend std::ostream& operator<<(std::ostream& out,
                                  const BackendParam& param) {
    return out << param.name;
  }
};

}  // namespace backlinks::state::testing_state

#endif  // BACKLINKS_TESTS_SUPPORT_STATE_BACKEND_H_
