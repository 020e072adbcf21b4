// The file of SqliteState: its schema, and its statements.
//
// A database is shared by several processes of one host, which is what SQLite's
// write-ahead log allows; it must not be on a network file system.
//
// Durability: a committed transaction survives the end of the process at any
//          moment, kill -9 included. After a power loss those since the last
//          Checkpoint may be missing, never a part of one.
// Errors:  UNAVAILABLE if the disk is full, the file is locked, cannot be read
//          or written; DATA_LOSS if it is corrupt or not a database. Open also
//          fails with FAILED_PRECONDITION if the file is read-only, or a
//          database of another program or version. Messages begin with the
//          path.
// Threads: a database is used by one thread at a time.
#ifndef BACKLINKS_SERVICE_STATE_SQLITE_DATABASE_H_
#define BACKLINKS_SERVICE_STATE_SQLITE_DATABASE_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "service/sqlite/connection.h"
#include "service/sqlite/statement.h"

namespace backlinks::state {

// Microseconds since the epoch, as in the tables.
using Micros = int64_t;

// One run of a statement. Parameters are bound in the order of the calls; bound
// bytes must outlive the run.
class SqlRun {
 public:
  explicit SqlRun(absl::StatusOr<sqlite::Statement*> statement)
      : statement_(std::move(statement)) {}
  ~SqlRun();
  SqlRun(const SqlRun&) = delete;
  SqlRun& operator=(const SqlRun&) = delete;

  SqlRun& Number(int64_t value);
  SqlRun& Bytes(std::string_view bytes);

  // Moves to the next row. Returns false if there is none.
  absl::StatusOr<bool> Step();
  // Runs to the end.
  absl::Status Finish();

  int64_t number(int column) const { return (*statement_)->number(column); }
  std::string_view bytes(int column) const {
    return (*statement_)->blob(column);
  }

 private:
  absl::StatusOr<sqlite::Statement*> statement_;
  int bound_ = 0;
};

class SqliteDatabase {
 public:
  // Opens the database at `path`, and creates it if there is none. In memory if
  // the path is empty. Waits up to `lock_timeout` for other processes, here and
  // in each transaction.
  static absl::StatusOr<SqliteDatabase> Open(const std::string& path,
                                             absl::Duration lock_timeout);

  // Runs one statement, which is prepared once. `sql` must be a literal.
  SqlRun Sql(const char* sql) { return SqlRun(Prepared(sql)); }
  // The number of rows that the last INSERT, UPDATE or DELETE changed.
  int64_t changed_rows() const;
  // The number of rows that were changed since the database was opened.
  int64_t total_changed_rows() const;

  // A transaction that no other process interrupts.
  absl::Status Begin();
  absl::Status Commit();
  void Rollback();

  // Makes what was committed survive a power loss, too. Returns false if some
  // of it does not yet, because another process reads or writes.
  absl::StatusOr<bool> Checkpoint();

  // Returns the error as the operations of SharedState return it.
  absl::Status Described(const absl::Status& error) const;

 private:
  SqliteDatabase(std::string name, sqlite::Connection connection)
      : name_(std::move(name)), connection_(std::move(connection)) {}

  absl::Status Prepare(absl::Duration lock_timeout);
  absl::StatusOr<sqlite::Statement*> Prepared(const char* sql);

  std::string name_;  // In messages.
  sqlite::Connection connection_;
  std::map<std::string_view, sqlite::Statement> statements_;
};

}  // namespace backlinks::state

#endif  // BACKLINKS_SERVICE_STATE_SQLITE_DATABASE_H_
