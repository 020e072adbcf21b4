#include "service/sqlite/connection.h"

#include <mutex>

#include "service/sqlite/sqlite_status.h"

namespace backlinks::sqlite {
namespace {

// Switches off SQLite's statistics of memory: every allocation would lock a
// mutex of the process for them.
void ConfigureOnce() {
  static std::once_flag once;
  std::call_once(once, [] { sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); });
}

}  // namespace

absl::StatusOr<Connection> Connection::Open(const std::string& path, int flags,
                                            const char* vfs) {
  ConfigureOnce();
  sqlite3* db = nullptr;
  const int result =
      sqlite3_open_v2(path.c_str(), &db, flags | SQLITE_OPEN_NOMUTEX, vfs);
  Connection connection(db);
  if (result != SQLITE_OK) return LastError(db);
  return connection;
}

absl::Status Connection::Run(const std::string& sql) {
  return sqlite3_exec(db_.get(), sql.c_str(), nullptr, nullptr, nullptr) ==
                 SQLITE_OK
             ? absl::OkStatus()
             : LastError(db_.get());
}

absl::StatusOr<Statement> Connection::Prepare(const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(db_.get(), sql.c_str(), static_cast<int>(sql.size()),
                         &statement, nullptr) != SQLITE_OK) {
    return LastError(db_.get());
  }
  return Statement(statement);
}

}  // namespace backlinks::sqlite
