// SharedState in one Redis server, shared by all replicas that use it.
//
// Server:  Redis 6 or 7. Its maxmemory-policy should be noeviction, because any
//          other may evict budgets. With Sentinels it is the master of a
//          service (server_address.h), which loses the last writes when it
//          fails, because replicas get them later. A Redis Cluster of several
//          nodes is not supported, because redirections (MOVED, ASK) are not
//          followed.
// Errors:  UNAVAILABLE while the server is away, slow, full, loading or
//          read-only, with its name and why; DATA_LOSS for a reply that the
//          scripts do not send. It recovers by itself.
// Full:    PutValue stores nothing, removes the oldest values, so that budgets
//          find space, and returns OK.
// Time:    an operation ends after at most twice the command timeout and the
//          connect timeout.
// Order:   of values that were put in the same microsecond, any is removed
// first.
#ifndef BACKLINKS_SERVICE_STATE_REDIS_REDIS_STATE_H_
#define BACKLINKS_SERVICE_STATE_REDIS_REDIS_STATE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "boost/asio/awaitable.hpp"
#include "service/state/redis/client.h"
#include "service/state/redis/keys.h"
#include "service/state/redis/script.h"
#include "service/state/shared_state.h"

namespace backlinks::state::redis {

struct RedisStateOptions {
  ClientOptions client;
  // Before the name of every key, without braces. The number is that of the
  // format of the keys.
  std::string key_prefix = "backlinks:1:";
  int64_t max_value_bytes = int64_t{256} << 20;  // Of all values together.
};

class RedisState : public SharedState {
 public:
  // INVALID_ARGUMENT if the CA certificates cannot be read. The server need not
  // be there.
  static absl::StatusOr<std::unique_ptr<RedisState>> Make(
      const RedisStateOptions& options);

  Result<std::optional<StoredValue>> GetValue(std::string_view key) override;
  boost::asio::awaitable<absl::Status> PutValue(
      std::string_view key, std::string_view bytes,
      absl::Duration time_to_live) override;
  Result<LeaseHold> AcquireLease(std::string_view name, std::string_view token,
                                 absl::Duration duration) override;
  Result<bool> ExtendLease(std::string_view name, std::string_view token,
                           absl::Duration duration) override;
  Result<bool> ReleaseLease(std::string_view name,
                            std::string_view token) override;
  Result<std::optional<ExceededCounter>> Reserve(
      const Reservation& reservation) override;
  Result<bool> Settle(std::string_view id, int64_t amount) override;
  Result<std::vector<CounterUse>> ReadCounters(
      const std::vector<std::string>& names) override;
  Result<absl::Duration> Take(std::string_view name, const TokenBucket& bucket,
                              int64_t count) override;

 private:
  RedisState(const RedisStateOptions& options, std::unique_ptr<Client> client,
             std::unique_ptr<Client> value_client);

  // Runs a script that returns an integer of at least 0.
  Result<int64_t> RunForInteger(Client& client, const ScriptCall& call);
  // Of a budget script: its keys and first arguments.
  ScriptCall BudgetCall(const Script& script) const;
  absl::Status Malformed() const;

  const Keys keys_;
  const int64_t max_value_bytes_;
  const std::unique_ptr<Client> client_;
  // A connection for values, because a slow transfer of a large one closes it.
  const std::unique_ptr<Client> value_client_;
};

}  // namespace backlinks::state::redis

#endif  // BACKLINKS_SERVICE_STATE_REDIS_REDIS_STATE_H_
