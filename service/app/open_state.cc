#include "service/app/open_state.h"

#include "service/app/flag_error.h"
#include "service/state/redis/redis_state.h"
#include "service/state/sqlite_state.h"

namespace backlinks::app {
namespace {

using StatePtr = std::unique_ptr<state::SharedState>;

absl::StatusOr<StatePtr> OpenRedis(const config::Options& options) {
  state::redis::RedisStateOptions redis;
  redis.client.connection.address = *options.state_location.redis;
  redis.client.ca_file = options.state_ca_file;
  redis.max_value_bytes = static_cast<int64_t>(options.cache_bytes);
  auto opened = state::redis::RedisState::Make(redis);
  if (!opened.ok()) return WithFlag(opened.status(), "--state_ca_file");
  return *std::move(opened);
}

}  // namespace

absl::StatusOr<StatePtr> OpenSharedState(const config::Options& options) {
  if (options.state_location.redis) return OpenRedis(options);
  state::SqliteOptions sqlite;
  sqlite.file = options.state_location.sqlite_file;
  sqlite.max_value_bytes = static_cast<int64_t>(options.cache_bytes);
  auto opened = state::SqliteState::Open(sqlite);
  if (!opened.ok()) return WithFlag(opened.status(), "--state");
  return *std::move(opened);
}

}  // namespace backlinks::app
