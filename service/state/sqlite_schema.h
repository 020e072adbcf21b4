// The tables of SqliteState.
#ifndef BACKLINKS_SERVICE_STATE_SQLITE_SCHEMA_H_
#define BACKLINKS_SERVICE_STATE_SQLITE_SCHEMA_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "service/sqlite/connection.h"

namespace backlinks::state {

// Creates the tables in an empty database, and sets up the connection. Errors:
// FAILED_PRECONDITION, before anything is changed, if the database is not empty
// and was not made by this function, or by another version of it; those of
// SQLite (sqlite_status.h).
absl::Status PrepareSchema(sqlite::Connection& connection,
                           absl::Duration lock_timeout);

}  // namespace backlinks::state

#endif  // BACKLINKS_SERVICE_STATE_SQLITE_SCHEMA_H_
