// Backends of the conformance suite, and files, for the tests of SqliteState.
#ifndef BACKLINKS_TESTS_SUPPORT_STATE_SQLITE_BACKEND_H_
#define BACKLINKS_TESTS_SUPPORT_STATE_SQLITE_BACKEND_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "service/state/sqlite_state.h"
#include "tests/support/file/temporary_folder.h"
#include "tests/support/state/backend.h"
#include "tests/support/state/settable_clock.h"

namespace backlinks::state::testing_state {

// Opens the state. Fails the test, and returns null, if it cannot.
inline std::unique_ptr<SqliteState> OpenState(const SqliteOptions& options) {
  auto state = SqliteState::Open(options);
  EXPECT_TRUE(state.ok()) << state.status();
  return state.ok() ? *std::move(state) : nullptr;
}

class SqliteBackend : public Backend {
 public:
  absl::Time Now() override { return clock_.Now(); }
  void Advance(absl::Duration duration) override { clock_.Advance(duration); }
  bool clock_is_settable() const override { return true; }

 protected:
  SqliteOptions OptionsOf(const std::string& file) {
    SqliteOptions options;
    options.file = file;
    options.timeout = absl::Seconds(60);
    options.now = [this] { return clock_.Now(); };
    return options;
  }

 private:
  SettableClock clock_;
};

// All replicas share one state.
class MemoryBackend final : public SqliteBackend {
 public:
  SharedState& Connect() override { return *state_; }

 private:
  std::unique_ptr<SqliteState> state_ = OpenState(OptionsOf(""));
};

// Each replica opens the file.
class FileBackend final : public SqliteBackend {
 public:
  SharedState& Connect() override {
    states_.push_back(OpenState(OptionsOf(folder_.path("state"))));
    return *states_.back();
  }

 private:
  testing_file::TemporaryFolder folder_;
  std::vector<std::unique_ptr<SqliteState>> states_;
};

}  // namespace backlinks::state::testing_state

#endif  // BACKLINKS_TESTS_SUPPORT_STATE_SQLITE_BACKEND_H_
