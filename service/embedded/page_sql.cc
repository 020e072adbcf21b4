#include "service/embedded/page_sql.h"

#include "fmt/format.h"

namespace backlinks::embedded {

BoundSql RowsOfTarget(const SqlCondition& target, const SqlCondition& filter,
                      bool reads_rows) {
  const bool has_filter = !filter.sql.empty();
  // CROSS JOIN makes SQLite read the targets first.
  BoundSql sql{fmt::format(" FROM targets{} WHERE {}{}{}",
                           has_filter || reads_rows
                               ? " CROSS JOIN refpages ON id = refpage_id"
                               : "",
                           target.sql, has_filter ? " AND " : "", filter.sql),
               target.values};
  sql.values.insert(sql.values.end(), filter.values.begin(),
                    filter.values.end());
  return sql;
}

}  // namespace backlinks::embedded
