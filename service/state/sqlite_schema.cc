#include "service/state/sqlite_schema.h"

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "fmt/format.h"
#include "service/common/status/status.h"

namespace backlinks::state {
namespace {

constexpr int64_t kApplicationId = 0x424c5354;  // "BLST"
constexpr int64_t kVersion = 1;

// Triggers keep value_bytes, so that its size need not be computed anew.
constexpr char kTables[] = R"(
  CREATE TABLE value (
    id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, bytes BLOB NOT NULL,
    stored_at INTEGER NOT NULL, expires_at INTEGER NOT NULL);
  CREATE INDEX value_expiry ON value (expires_at);
  CREATE TABLE value_bytes (total INTEGER NOT NULL);
  INSERT INTO value_bytes VALUES (0);
  CREATE TRIGGER value_added AFTER INSERT ON value BEGIN
    UPDATE value_bytes SET total =
      total + length(new.key) + length(new.bytes); END;
  CREATE TRIGGER value_removed AFTER DELETE ON value BEGIN
    UPDATE value_bytes SET total =
      total - length(old.key) - length(old.bytes); END;
  CREATE TABLE lease (
    name BLOB PRIMARY KEY, token BLOB NOT NULL, ends_at INTEGER NOT NULL)
    WITHOUT ROWID;
  CREATE TABLE counter (
    name BLOB PRIMARY KEY, used INTEGER NOT NULL, expires_at INTEGER NOT NULL)
    WITHOUT ROWID;
  CREATE TABLE reservation (
    id BLOB, counter BLOB, amount INTEGER NOT NULL,
    lease_ends_at INTEGER NOT NULL, PRIMARY KEY (id, counter)) WITHOUT ROWID;
  CREATE INDEX reservation_counter
    ON reservation (counter, lease_ends_at, amount);
  CREATE TABLE bucket (name BLOB PRIMARY KEY, full_at INTEGER NOT NULL)
    WITHOUT ROWID;
)";

absl::StatusOr<int64_t> ReadNumber(sqlite::Connection& connection,
                                   const std::string& sql) {
  auto statement = connection.Prepare(sql);
  if (!statement.ok()) return statement.status();
  const auto row = statement->Step();
  if (!row.ok()) return row.status();
  return *row ? statement->number(0) : 0;
}

// Returns whether the database is empty. Errors: it is not one of ours.
absl::StatusOr<bool> IsEmpty(sqlite::Connection& connection) {
  const auto tables =
      ReadNumber(connection, "SELECT count(*) FROM sqlite_schema");
  if (!tables.ok()) return tables.status();
  if (*tables == 0) return true;
  const auto application = ReadNumber(connection, "PRAGMA application_id");
  const auto version = ReadNumber(connection, "PRAGMA user_version");
  if (!application.ok()) return application.status();
  if (!version.ok()) return version.status();
  if (*application != kApplicationId) {
    return absl::FailedPreconditionError(
        "is a database of another program; must be a file of this server, or "
        "none");
  }
  if (*version == kVersion) return false;
  return absl::FailedPreconditionError(
      fmt::format("has version {} of the tables, this server needs version {}; "
                  "use another file, or another version of the server",
                  *version, kVersion));
}

// Other processes that open the file at the same time may hold it, and SQLite
// does not wait for them in every case.
absl::Status SetWriteAheadLog(sqlite::Connection& connection,
                              absl::Duration lock_timeout) {
  constexpr absl::Duration kPause = absl::Milliseconds(10);
  const absl::Time deadline = absl::Now() + lock_timeout;
  absl::Status status = connection.Run("PRAGMA journal_mode = WAL");
  while (absl::IsUnavailable(status) && absl::Now() < deadline) {
    absl::SleepFor(kPause);
    status = connection.Run("PRAGMA journal_mode = WAL");
  }
  return status;
}

// Creates the tables, unless another process has done so meanwhile.
absl::Status CreateTables(sqlite::Connection& connection) {
  BACKLINKS_RETURN_IF_ERROR(connection.Run("BEGIN IMMEDIATE"));
  const auto is_empty = IsEmpty(connection);
  absl::Status status = is_empty.status();
  if (is_empty.ok() && *is_empty) {
    status = connection.Run(
        fmt::format("{} PRAGMA application_id = {}; PRAGMA user_version = {};",
                    kTables, kApplicationId, kVersion));
  }
  if (status.ok()) status = connection.Run("COMMIT");
  if (!status.ok()) connection.Run("ROLLBACK").IgnoreError();
  return status;
}

}  // namespace

absl::Status PrepareSchema(sqlite::Connection& connection,
                           absl::Duration lock_timeout) {
  const auto is_empty = IsEmpty(connection);
  if (!is_empty.ok()) return is_empty.status();
  BACKLINKS_RETURN_IF_ERROR(SetWriteAheadLog(connection, lock_timeout));
  // NORMAL does not wait for the disk in each transaction: that costs some
  // milliseconds, and the end of a process loses nothing that it wrote.
  // Checkpoint waits for the disk. The limit lets the log shrink after a burst.
  BACKLINKS_RETURN_IF_ERROR(
      connection.Run("PRAGMA synchronous = NORMAL;"
                     "PRAGMA journal_size_limit = 16777216;"));
  return *is_empty ? CreateTables(connection) : absl::OkStatus();
}

}  // namespace backlinks::state
