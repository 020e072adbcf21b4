// Converts errors of SQLite to statuses.
#ifndef BACKLINKS_SERVICE_SQLITE_SQLITE_STATUS_H_
#define BACKLINKS_SERVICE_SQLITE_SQLITE_STATUS_H_

#include <sqlite3.h>

#include "absl/status/status.h"

namespace backlinks::sqlite {

// Returns the error of the last call on the connection: RESOURCE_EXHAUSTED if
// the disk is full, UNAVAILABLE if another process holds the file, DATA_LOSS if
// the file is corrupt or not a database, INTERNAL otherwise.
absl::Status LastError(sqlite3* db);

}  // namespace backlinks::sqlite

#endif  // BACKLINKS_SERVICE_SQLITE_SQLITE_STATUS_H_
