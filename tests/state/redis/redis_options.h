// Options of a RedisState for tests.
#ifndef BACKLINKS_TESTS_STATE_REDIS_REDIS_OPTIONS_H_
#define BACKLINKS_TESTS_STATE_REDIS_REDIS_OPTIONS_H_

#include <cstdlib>
#include <memory>
#include <utility>

#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "service/state/redis/redis_state.h"
#include "service/state/redis/server_address.h"

namespace backlinks::state::redis::testing_redis {

// With timeouts that hold on a machine that does much else.
inline RedisStateOptions OptionsFor(const ServerAddress& address) {
  RedisStateOptions options;
  options.client.connection.address = address;
  options.client.connection.connect_timeout = absl::Seconds(30);
  options.client.connection.command_timeout = absl::Seconds(30);
  options.client.connection.backoff = {absl::Milliseconds(1),
                                       absl::Milliseconds(20)};
  return options;
}

inline std::unique_ptr<RedisState> MakeState(const RedisStateOptions& options) {
  auto state = RedisState::Make(options);
  EXPECT_TRUE(state.ok()) << state.status();
  if (!state.ok()) std::abort();
  return *std::move(state);
}

}  // namespace backlinks::state::redis::testing_redis

#endif  // BACKLINKS_TESTS_STATE_REDIS_REDIS_OPTIONS_H_
