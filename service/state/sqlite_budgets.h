// The budgets and rates of SqliteState: SharedState's operations at the time
// `now`, within a transaction of the caller, which ends without a change if one
// fails.
//
// A counter has one number, what is spent and reserved. How much of it is
// reserved is the sum of its reservations whose lease has not ended, so that
// the end of a lease changes nothing.
// Errors: those of SqliteDatabase, not yet described.
#ifndef BACKLINKS_SERVICE_STATE_SQLITE_BUDGETS_H_
#define BACKLINKS_SERVICE_STATE_SQLITE_BUDGETS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "service/state/budget.h"
#include "service/state/sqlite_database.h"
#include "service/state/token_bucket.h"

namespace backlinks::state {

absl::StatusOr<std::optional<ExceededCounter>> Reserve(
    SqliteDatabase& db, const Reservation& reservation, Micros now);
absl::StatusOr<bool> Settle(SqliteDatabase& db, std::string_view id,
                            int64_t amount, Micros now);
absl::StatusOr<std::vector<CounterUse>> ReadCounters(
    SqliteDatabase& db, const std::vector<std::string>& names, Micros now);
absl::StatusOr<absl::Duration> Take(SqliteDatabase& db, std::string_view name,
                                    const TokenBucket& bucket, int64_t count,
                                    Micros now);

// Removes what has ended, from all tables.
absl::Status RemoveEnded(SqliteDatabase& db, Micros now);

}  // namespace backlinks::state

#endif  // BACKLINKS_SERVICE_STATE_SQLITE_BUDGETS_H_
