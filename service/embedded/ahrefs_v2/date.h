// v2's comparisons of a column of dates → SQL with bound values.
//
// A literal without a time denotes its whole day, as in v2's documentation:
// "<=" includes the day, ">" excludes it, "=" is the day. One with a time
// denotes its whole second, whatever the fraction: cells may have fractions.
#ifndef BACKLINKS_SERVICE_EMBEDDED_AHREFS_V2_DATE_H_
#define BACKLINKS_SERVICE_EMBEDDED_AHREFS_V2_DATE_H_

#include <optional>
#include <string_view>

#include "service/embedded/database.h"

namespace backlinks {

// `op` is one of v2's; `column` is a column's name. Empty if `literal` is not
// a date.
std::optional<SqlCondition> CompareV2Date(std::string_view column,
                                          std::string_view op,
                                          std::string_view literal);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_EMBEDDED_AHREFS_V2_DATE_H_
