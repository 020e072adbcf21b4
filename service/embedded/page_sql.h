// A query for a page of rows, in SQL.
#ifndef BACKLINKS_SERVICE_EMBEDDED_PAGE_SQL_H_
#define BACKLINKS_SERVICE_EMBEDDED_PAGE_SQL_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "service/embedded/database.h"

namespace backlinks::embedded {

// SQL with the values bound to its question marks, in order.
struct BoundSql {
  std::string text;
  std::vector<SqlValue> values;
};

// Returns " FROM … WHERE …": the rows of a target that satisfy a filter, which
// may be empty. They have the columns of `targets`, and those of `refpages` if
// there is a filter or `reads_rows` is set.
BoundSql RowsOfTarget(const SqlCondition& target, const SqlCondition& filter,
                      bool reads_rows);

// A query whose rows are the last ones of another query: those after a keyset
// position.
struct KeysetSql {
  BoundSql all;  // The keys of the other query, in the same order.
  // Holds for the rows after the position, and for no row before it.
  SqlCondition condition;
  // Whether the condition fails for rows at the end of the order, too: those
  // without a value in its first column, if there are such rows.
  bool excludes_nulls = false;
};

struct PageSql {
  // Selects the integers by which `row` finds each row, for all rows of the
  // query, in their order: the id, and values that only the whole result has.
  BoundSql keys;
  std::string row;  // Selects one row; its keys are bound.
  int64_t limit = 0;
  int64_t offset = 0;
  bool is_stable = true;  // Whether every execution returns the same order.
  std::optional<KeysetSql> keyset = std::nullopt;  // The same rows as `keys`.
};

}  // namespace backlinks::embedded

#endif  // BACKLINKS_SERVICE_EMBEDDED_PAGE_SQL_H_
