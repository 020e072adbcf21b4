// Rows in memory, and in a database of the embedded upstream.
//
// Threads: one at a time.
#ifndef BACKLINKS_TESTS_FUZZ_ROW_TABLE_H_
#define BACKLINKS_TESTS_FUZZ_ROW_TABLE_H_

#include <optional>
#include <string>
#include <vector>

#include "backlinks/v1/refpage.pb.h"
#include "service/embedded/database.h"
#include "service/model/row.h"

namespace backlinks::fuzz {

// Which rows of a table pass, in the order of its rows.
using Passed = std::vector<bool>;

class RowTable {
 public:
  // Random rows, always the same ones. Those of v3 are such as API v3 returns.
  explicit RowTable(bool v3);

  const std::vector<v1::Refpage>& pages() const { return pages_; }
  const std::vector<Row>& rows() const { return rows_; }

  // Returns the rows that SQLite selects. Aborts if it rejects the condition.
  Passed Select(const embedded::SqlCondition& condition);

 private:
  std::vector<v1::Refpage> pages_;
  std::vector<Row> rows_;
  std::optional<embedded::Database> database_;
};

}  // namespace backlinks::fuzz

#endif  // BACKLINKS_TESTS_FUZZ_ROW_TABLE_H_
