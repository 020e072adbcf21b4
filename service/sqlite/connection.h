// A connection to a database of SQLite.
//
// Errors:  those of SQLite (sqlite_status.h).
// Threads: a connection is used by one thread at a time.
#ifndef BACKLINKS_SERVICE_SQLITE_CONNECTION_H_
#define BACKLINKS_SERVICE_SQLITE_CONNECTION_H_

#include <sqlite3.h>

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "service/sqlite/statement.h"

namespace backlinks::sqlite {

class Connection {
 public:
  // `flags` are those of sqlite3_open_v2. `vfs` is the name of the VFS, or null
  // for the default one.
  static absl::StatusOr<Connection> Open(const std::string& path, int flags,
                                         const char* vfs = nullptr);

  // Runs statements without parameters, and ignores their rows.
  absl::Status Run(const std::string& sql);
  absl::StatusOr<Statement> Prepare(const std::string& sql);

  sqlite3* handle() const { return db_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
  };
  explicit Connection(sqlite3* db) : db_(db) {}

  std::unique_ptr<sqlite3, Close> db_;
};

}  // namespace backlinks::sqlite

#endif  // BACKLINKS_SERVICE_SQLITE_CONNECTION_H_
