// A database of SQLite with the tables of schema.h.
//
// Threads: a Database is used by one thread at a time.
#ifndef BACKLINKS_SERVICE_EMBEDDED_DATABASE_H_
#define BACKLINKS_SERVICE_EMBEDDED_DATABASE_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "service/sqlite/connection.h"
#include "service/sqlite/statement.h"

namespace backlinks::embedded {

using sqlite::SqlValue;
using sqlite::Statement;

// A condition with the values bound to its question marks, in order.
struct SqlCondition {
  std::string sql;  // Empty if there is no condition.
  std::vector<SqlValue> values;
};

class Database {
 public:
  // Creates a database with empty tables at `path`, which must not exist.
  static absl::StatusOr<Database> Create(const std::string& path);
  // Creates it in an empty file. The descriptor must stay open as long as the
  // database exists.
  static absl::StatusOr<Database> CreateIn(int descriptor);
  // Opens a database read-only. Errors: no such file, no such table, another
  // version of the tables.
  static absl::StatusOr<Database> Open(const std::string& path);
  // Opens it from a descriptor of a file that is never changed.
  static absl::StatusOr<Database> OpenIn(int descriptor);

  absl::Status Run(const std::string& sql) { return connection_.Run(sql); }
  absl::StatusOr<Statement> Prepare(const std::string& sql) {
    return connection_.Prepare(sql);
  }

 private:
  explicit Database(sqlite::Connection connection)
      : connection_(std::move(connection)) {}
  // `vfs` is the name of the VFS, or null for the default one.
  static absl::StatusOr<Database> OpenFile(const std::string& path, int flags,
                                           const char* vfs);
  static absl::StatusOr<Database> CreateAt(const std::string& name,
                                           const char* vfs);
  static absl::StatusOr<Database> OpenAt(const std::string& name,
                                         const char* vfs);
  void AddFunctions();

  sqlite::Connection connection_;
};

}  // namespace backlinks::embedded

#endif  // BACKLINKS_SERVICE_EMBEDDED_DATABASE_H_
