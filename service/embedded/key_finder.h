// Finds the keys of the rows of a page.
//
// Cost:    the first page of a query selects its own rows only. A further page
//          sorts all rows of the query once, keeps their keys, and finds itself
//          among them: by its offset, or by a binary search for its keyset
//          position. Every later page of the query needs no sort. A query with
//          too many rows to keep, or whose keyset condition is not recognized,
//          is sorted for every page.
// Errors:  those of SQLite.
// Threads: Find may be called from any thread.
#ifndef BACKLINKS_SERVICE_EMBEDDED_KEY_FINDER_H_
#define BACKLINKS_SERVICE_EMBEDDED_KEY_FINDER_H_

#include <string>

#include "absl/status/statusor.h"
#include "service/embedded/database.h"
#include "service/embedded/page_rows.h"
#include "service/embedded/page_sql.h"
#include "service/embedded/sorted_keys.h"

namespace backlinks::embedded {

class KeyFinder {
 public:
  // `cache` must outlive the finder.
  explicit KeyFinder(SortedKeysCache& cache) : cache_(cache) {}

  // `version` identifies the content of the database.
  absl::StatusOr<PageKeys> Find(Database& database, const std::string& version,
                                const PageSql& sql);

 private:
  // Returns null if the keys are not in the cache and not needed.
  absl::StatusOr<SortedKeysPtr> Sorted(Database& database,
                                       const std::string& version,
                                       const PageSql& sql);

  SortedKeysCache& cache_;
};

}  // namespace backlinks::embedded

#endif  // BACKLINKS_SERVICE_EMBEDDED_KEY_FINDER_H_
