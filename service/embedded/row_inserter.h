// Inserts rows into the tables of a new database.
//
// Errors: a row has no url_to; those of SQLite.
// Threads: one at a time.
#ifndef BACKLINKS_SERVICE_EMBEDDED_ROW_INSERTER_H_
#define BACKLINKS_SERVICE_EMBEDDED_ROW_INSERTER_H_

#include <cstdint>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "service/decode/page_decoder.h"
#include "service/embedded/database.h"
#include "service/model/row.h"

namespace backlinks::embedded {

class RowInserter final : public decode::RowSink {
 public:
  // `database` must outlive the inserter, and be empty.
  static absl::StatusOr<RowInserter> Create(Database& database);

  absl::Status OnRow(const Row& row) override;

  // Sorts the rows into the tables.
  absl::Status Finish();

  int64_t row_count() const { return row_count_; }

 private:
  RowInserter(Database& database, Statement insert)
      : database_(database), insert_(std::move(insert)) {}

  Database& database_;
  Statement insert_;
  int64_t row_count_ = 0;
};

}  // namespace backlinks::embedded

#endif  // BACKLINKS_SERVICE_EMBEDDED_ROW_INSERTER_H_
