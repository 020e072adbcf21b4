// Rows in SQLite, chosen by v3's filters as the embedded upstream chooses them.
#ifndef BACKLINKS_TESTS_EMBEDDED_AHREFS_V3_TABLE_H_
#define BACKLINKS_TESTS_EMBEDDED_AHREFS_V3_TABLE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/embedded/database.h"
#include "tests/embedded/files.h"

namespace backlinks::embedded::testing_embedded {

class V3Table {
 public:
  explicit V3Table(std::string_view jsonl);

  // The page_size of the rows that a filter, a JSON text, lets pass. Fails the
  // test, and is empty, if it cannot be run.
  std::vector<int64_t> Numbers(std::string_view filter);

 private:
  Files files_;
  std::optional<Database> database_;
};

}  // namespace backlinks::embedded::testing_embedded

#endif  // BACKLINKS_TESTS_EMBEDDED_AHREFS_V3_TABLE_H_
