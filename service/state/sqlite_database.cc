#include "service/state/sqlite_database.h"

#include <sqlite3.h>

#include "fmt/format.h"
#include "service/common/status/status.h"
#include "service/state/sqlite_schema.h"

namespace backlinks::state {
namespace {

constexpr char kMemory[] = ":memory:";

}  // namespace

SqlRun::~SqlRun() {
  if (statement_.ok()) (*statement_)->Reset();
}

SqlRun& SqlRun::Number(int64_t value) {
  if (statement_.ok()) (*statement_)->BindNumber(++bound_, value);
  return *this;
}

SqlRun& SqlRun::Bytes(std::string_view bytes) {
  if (statement_.ok()) (*statement_)->BindBlob(++bound_, bytes);
  return *this;
}

absl::StatusOr<bool> SqlRun::Step() {
  return statement_.ok() ? (*statement_)->Step() : statement_.status();
}

absl::Status SqlRun::Finish() {
  absl::StatusOr<bool> row = Step();
  while (row.ok() && *row) row = Step();
  return row.status();
}

absl::StatusOr<SqliteDatabase> SqliteDatabase::Open(
    const std::string& path, absl::Duration lock_timeout) {
  auto connection =
      sqlite::Connection::Open(path.empty() ? kMemory : path,
                               SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  if (!connection.ok()) {
    return absl::UnavailableError(fmt::format(
        "{}: {}", path, std::string(connection.status().message())));
  }
  SqliteDatabase database(path.empty() ? "the state in memory" : path,
                          *std::move(connection));
  const absl::Status prepared = database.Prepare(lock_timeout);
  if (!prepared.ok()) return database.Described(prepared);
  return database;
}

absl::Status SqliteDatabase::Prepare(absl::Duration lock_timeout) {
  sqlite3* const db = connection_.handle();
  sqlite3_busy_timeout(
      db, static_cast<int>(absl::ToInt64Milliseconds(lock_timeout)));
  if (sqlite3_db_readonly(db, "main") == 1) {
    return absl::FailedPreconditionError("must be writable, is read-only");
  }
  return PrepareSchema(connection_, lock_timeout);
}

absl::StatusOr<sqlite::Statement*> SqliteDatabase::Prepared(const char* sql) {
  const auto it = statements_.find(sql);
  if (it != statements_.end()) return &it->second;
  auto statement = connection_.Prepare(sql);
  if (!statement.ok()) return statement.status();
  return &statements_.emplace(sql, *std::move(statement)).first->second;
}

int64_t SqliteDatabase::changed_rows() const {
  return sqlite3_changes64(connection_.handle());
}

int64_t SqliteDatabase::total_changed_rows() const {
  return sqlite3_total_changes64(connection_.handle());
}

absl::Status SqliteDatabase::Begin() { return Sql("BEGIN IMMEDIATE").Finish(); }

absl::Status SqliteDatabase::Commit() { return Sql("COMMIT").Finish(); }

void SqliteDatabase::Rollback() {
  // Some errors have ended the transaction already.
  if (sqlite3_get_autocommit(connection_.handle()) != 0) return;
  Sql("ROLLBACK").Finish().IgnoreError();
}

absl::StatusOr<bool> SqliteDatabase::Checkpoint() {
  SqlRun run = Sql("PRAGMA wal_checkpoint(PASSIVE)");
  const auto row = run.Step();
  if (!row.ok()) return row.status();
  // Whether it was busy; the frames in the log, and those of them in the file.
  return *row && run.number(0) == 0 && run.number(1) == run.number(2);
}

absl::Status SqliteDatabase::Described(const absl::Status& error) const {
  const bool keeps_code =
      absl::IsDataLoss(error) || absl::IsFailedPrecondition(error);
  return {keeps_code ? error.code() : absl::StatusCode::kUnavailable,
          fmt::format("{}: {}", name_, std::string(error.message()))};
}

}  // namespace backlinks::state
