// A SharedState for one machine, in a file of SQLite or in memory.
//
// Several servers of one host may share a file, which must not be on a network
// file system. The operations run on a thread of its own.
// Durability: what an operation has returned survives kill -9 at any moment.
//         After a power loss, or a crash of the system, what was done in the
//         last second may be missing: the price of not waiting for the disk in
//         each operation. In memory, everything ends with the object.
// Clock:  the wall clock of the host. If it is set back, what has a time to
//         live lives longer by as much.
// Errors: those of SharedState, with the path. A failed operation has changed
//         nothing, so a full disk loses nothing.
// Limits: SqliteOptions, and those of SqliteWorker.
// Life:   outlives its operations. The executors of operations that were
//         cancelled or destroyed may end before it.
#ifndef BACKLINKS_SERVICE_STATE_SQLITE_STATE_H_
#define BACKLINKS_SERVICE_STATE_SQLITE_STATE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "boost/asio/awaitable.hpp"
#include "service/state/shared_state.h"
#include "service/state/sqlite_database.h"
#include "service/state/sqlite_job.h"
#include "service/state/sqlite_worker.h"

namespace backlinks::state {

struct SqliteOptions {
  std::string file;                              // Empty for memory.
  int64_t max_value_bytes = int64_t{256} << 20;  // Of all values, with keys.
  // Of one operation. Half of it is how long to wait for other processes.
  absl::Duration timeout = absl::Seconds(5);
  std::function<absl::Time()> now = [] { return absl::Now(); };
};

class SqliteState final : public SharedState {
 public:
  // Blocks. Errors: those of SqliteDatabase::Open.
  static absl::StatusOr<std::unique_ptr<SqliteState>> Open(
      const SqliteOptions& options);

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
  SqliteState(SqliteDatabase database, const SqliteOptions& options);

  // Awaits the operation, which owns its arguments: it may run when the
  // coroutine no longer waits. `bytes` is the size of its largest argument.
  template <typename T>
  Result<T> Perform(std::shared_ptr<SqliteJobOf<T>>& job, size_t bytes = 0);
  boost::asio::awaitable<absl::Status> Await(SqliteJob& job, size_t bytes);

  const int64_t max_value_bytes_;
  const absl::Duration timeout_;
  SqliteWorker worker_;
};

}  // namespace backlinks::state

#endif  // BACKLINKS_SERVICE_STATE_SQLITE_STATE_H_
