// The values and leases of SqliteState: SharedState's operations at the time
// `now`, within a transaction of the caller.
//
// Errors: those of SqliteDatabase, not yet described.
#ifndef BACKLINKS_SERVICE_STATE_SQLITE_VALUES_H_
#define BACKLINKS_SERVICE_STATE_SQLITE_VALUES_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "service/state/shared_state.h"
#include "service/state/sqlite_database.h"

namespace backlinks::state {

absl::StatusOr<std::optional<StoredValue>> ReadValue(SqliteDatabase& db,
                                                     std::string_view key,
                                                     Micros now);
// Returns whether the value was stored. The keys and values of the table have
// at most `max_bytes` then.
absl::StatusOr<bool> StoreValue(SqliteDatabase& db, std::string_view key,
                                std::string_view bytes,
                                absl::Duration time_to_live, int64_t max_bytes,
                                Micros now);

absl::StatusOr<LeaseHold> AcquireLease(SqliteDatabase& db,
                                       std::string_view name,
                                       std::string_view token,
                                       absl::Duration duration, Micros now);
absl::StatusOr<bool> ExtendLease(SqliteDatabase& db, std::string_view name,
                                 std::string_view token,
                                 absl::Duration duration, Micros now);
absl::StatusOr<bool> ReleaseLease(SqliteDatabase& db, std::string_view name,
                                  std::string_view token, Micros now);

}  // namespace backlinks::state

#endif  // BACKLINKS_SERVICE_STATE_SQLITE_VALUES_H_
