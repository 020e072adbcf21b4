// The rows of one page.
//
// Errors:  those of SQLite.
// Threads: one at a time.
#ifndef BACKLINKS_SERVICE_EMBEDDED_PAGE_ROWS_H_
#define BACKLINKS_SERVICE_EMBEDDED_PAGE_ROWS_H_

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "service/embedded/database.h"

namespace backlinks::embedded {

// The integers of all rows of a page, `width` for each row.
struct PageKeys {
  std::vector<int64_t> keys;
  int width = 1;

  int64_t row_count() const {
    return static_cast<int64_t>(keys.size()) / width;
  }
};

// Reads the rows of a page one at a time. All keys are read first, so that the
// sorter is freed before the first row: it would keep all that it sorted for as
// long as the peer reads.
class PageRows {
 public:
  PageRows(PageKeys keys, Statement row)
      : keys_(std::move(keys)), row_(std::move(row)) {}

  // Moves to the next row, as Statement::Step.
  absl::StatusOr<bool> Step();
  // Returns the row, after a Step that returned true.
  const Statement& row() const { return row_; }

 private:
  PageKeys keys_;
  size_t next_ = 0;
  Statement row_;
};

}  // namespace backlinks::embedded

#endif  // BACKLINKS_SERVICE_EMBEDDED_PAGE_ROWS_H_
