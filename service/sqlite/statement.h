// A prepared statement of SQLite.
//
// Errors:  those of SQLite (sqlite_status.h).
// Threads: a statement is used by one thread at a time, with its connection.
#ifndef BACKLINKS_SERVICE_SQLITE_STATEMENT_H_
#define BACKLINKS_SERVICE_SQLITE_STATEMENT_H_

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "absl/status/statusor.h"

namespace backlinks::sqlite {

// A value bound to a statement; monostate is NULL.
using SqlValue = std::variant<std::monostate, int64_t, double, std::string>;

class Statement {
 public:
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}

  // Indexes of parameters begin at 1.
  void Bind(int index, const SqlValue& value);
  void BindNumber(int index, int64_t value);
  // The bytes are not copied, and must stay until the next Reset.
  void BindBlob(int index, std::string_view bytes);

  // Moves to the next row. Returns false if there is none.
  absl::StatusOr<bool> Step();
  void Reset() { sqlite3_reset(statement_.get()); }

  int column_count() const { return sqlite3_column_count(statement_.get()); }
  // Indexes of columns begin at 0. Texts and blobs are valid until the next
  // Step or Reset.
  int column_type(int index) const {
    return sqlite3_column_type(statement_.get(), index);
  }
  int64_t number(int index) const {
    return sqlite3_column_int64(statement_.get(), index);
  }
  std::string_view text(int index) const;
  std::string_view blob(int index) const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* s) const { sqlite3_finalize(s); }
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

}  // namespace backlinks::sqlite

#endif  // BACKLINKS_SERVICE_SQLITE_STATEMENT_H_
