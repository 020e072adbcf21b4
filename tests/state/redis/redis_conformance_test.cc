// RedisState passes the conformance suite.
#include <memory>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "service/state/random_id.h"
#include "service/state/redis/redis_state.h"
#include "tests/state/conformance/state_conformance.h"
#include "tests/state/redis/redis_options.h"
#include "tests/state/redis/redis_server.h"

namespace backlinks::state::testing_state {
namespace {

class RedisBackend final : public Backend {
 public:
  // Every replica has a connection of its own.
  SharedState& Connect() override {
    auto options = redis::testing_redis::OptionsFor(Server().address());
    options.key_prefix = prefix_;
    replicas_.push_back(redis::testing_redis::MakeState(options));
    return *replicas_.back();
  }
  absl::Time Now() override { return absl::Now(); }
  void Advance(absl::Duration duration) override { absl::SleepFor(duration); }
  bool clock_is_settable() const override { return false; }

 private:
  static redis::testing_redis::RedisServer& Server() {
    static redis::testing_redis::RedisServer server;
    return server;
  }

  const std::string prefix_ = MakeRandomId() + ":";
  std::vector<std::unique_ptr<redis::RedisState>> replicas_;
};

INSTANTIATE_TEST_SUITE_P(, StateConformanceTest,
                         testing::Values(BackendParam{
                             "Redis",
                             [] { return std::make_unique<RedisBackend>(); }}),
                         BackendParam::Name);

// Its clock cannot be set.
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(ClockConformanceTest);

}  // namespace
}  // namespace backlinks::state::testing_state
