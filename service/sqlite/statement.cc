#include "service/sqlite/statement.h"

#include "service/sqlite/sqlite_status.h"

namespace backlinks::sqlite {
namespace {

// The view of `size` bytes at `data`, which is null if there are none.
std::string_view ViewOf(const void* data, int size) {
  return data == nullptr
             ? std::string_view()
             : std::string_view(static_cast<const char*>(data), size);
}

}  // namespace

void Statement::Bind(int index, const SqlValue& value) {
  if (const auto* number = std::get_if<int64_t>(&value)) {
    BindNumber(index, *number);
  } else if (const auto* real = std::get_if<double>(&value)) {
    sqlite3_bind_double(statement_.get(), index, *real);
  } else if (const auto* text = std::get_if<std::string>(&value)) {
    sqlite3_bind_text64(statement_.get(), index, text->data(), text->size(),
                        SQLITE_TRANSIENT, SQLITE_UTF8);
  } else {
    sqlite3_bind_null(statement_.get(), index);
  }
}

void Statement::BindNumber(int index, int64_t value) {
  sqlite3_bind_int64(statement_.get(), index, value);
}

void Statement::BindBlob(int index, std::string_view bytes) {
  // SQLite binds NULL for a null pointer.
  const char* const data = bytes.empty() ? "" : bytes.data();
  sqlite3_bind_blob64(statement_.get(), index, data, bytes.size(),
                      SQLITE_STATIC);
}

absl::StatusOr<bool> Statement::Step() {
  const int result = sqlite3_step(statement_.get());
  if (result == SQLITE_ROW) return true;
  if (result == SQLITE_DONE) return false;
  return LastError(sqlite3_db_handle(statement_.get()));
}

std::string_view Statement::text(int index) const {
  const auto* const text = sqlite3_column_text(statement_.get(), index);
  return ViewOf(text, sqlite3_column_bytes(statement_.get(), index));
}

std::string_view Statement::blob(int index) const {
  const void* const blob = sqlite3_column_blob(statement_.get(), index);
  return ViewOf(blob, sqlite3_column_bytes(statement_.get(), index));
}

}  // namespace backlinks::sqlite
