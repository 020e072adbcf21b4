// RAII wrappers of SQLite, for a database with the table `refpages`.
//
// Threads: a Database is used by one thread at a time.
#ifndef BACKLINKS_SERVICE_EMBEDDED_DATABASE_H_
#define BACKLINKS_SERVICE_EMBEDDED_DATABASE_H_

#include <sqlite3.h>

#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"

namespace backlinks::embedded {

// A value bound to a statement; monostate is NULL.
using SqlValue = std::variant<std::monostate, int64_t, double, std::string>;

// A condition with the values bound to its question marks, in order.
struct SqlCondition {
  std::string sql;  // Empty if there is no condition.
  std::vector<SqlValue> values;
};

class Statement {
 public:
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}

  void Bind(int index, const SqlValue& value);
  // Moves to the next row. Returns false if there is none. Errors: those of
  // SQLite; RESOURCE_EXHAUSTED if the disk is full.
  absl::StatusOr<bool> Step();
  void Reset() { sqlite3_reset(statement_.get()); }

  int column_count() const { return sqlite3_column_count(statement_.get()); }
  int column_type(int index) const {
    return sqlite3_column_type(statement_.get(), index);
  }
  int64_t number(int index) const {
    return sqlite3_column_int64(statement_.get(), index);
  }
  std::string_view text(int index) const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* s) const { sqlite3_finalize(s); }
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

class Database {
 public:
  // Creates a database with an empty table at `path`, which must not exist.
  static absl::StatusOr<Database> Create(const std::string& path);
  // Creates it in an empty file. The descriptor must stay open as long as the
  // database exists.
  static absl::StatusOr<Database> CreateIn(int descriptor);
  // Opens a database read-only. Errors: no such file, no such table.
  static absl::StatusOr<Database> Open(const std::string& path);
  // Opens it from a descriptor of a file that is never changed.
  static absl::StatusOr<Database> OpenIn(int descriptor);

  absl::Status Run(const std::string& sql);
  absl::StatusOr<Statement> Prepare(const std::string& sql);

 private:
  struct Close {
    void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
  };
  explicit Database(sqlite3* db) : db_(db) {}
  // `vfs` is the name of the VFS, or null for the default one.
  static absl::StatusOr<Database> OpenFile(const std::string& path, int flags,
                                           const char* vfs);
  static absl::StatusOr<Database> CreateAt(const std::string& name,
                                           const char* vfs);
  static absl::StatusOr<Database> OpenAt(const std::string& name,
                                         const char* vfs);
  void AddFunctions();

  std::unique_ptr<sqlite3, Close> db_;
};

}  // namespace backlinks::embedded

#endif  // BACKLINKS_SERVICE_EMBEDDED_DATABASE_H_
