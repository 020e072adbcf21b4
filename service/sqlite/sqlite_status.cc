#include "service/sqlite/sqlite_status.h"

namespace backlinks::sqlite {
namespace {

absl::StatusCode CodeOf(int error) {
  constexpr int kPrimaryCode = 0xff;
  switch (error & kPrimaryCode) {
    case SQLITE_FULL:
      return absl::StatusCode::kResourceExhausted;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return absl::StatusCode::kUnavailable;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return absl::StatusCode::kDataLoss;
    default:
      return absl::StatusCode::kInternal;
  }
}

}  // namespace

absl::Status LastError(sqlite3* db) {
  return {CodeOf(sqlite3_errcode(db)), sqlite3_errmsg(db)};
}

}  // namespace backlinks::sqlite
