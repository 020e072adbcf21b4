// Converts v2's comparisons of a date column to SQL with bound values.
//
// A literal without a time means its whole day, as in v2's documentation: "<="
// includes the day, ">" excludes it, "=" is the day. A literal with a time
// means its whole second, whatever its fraction: cells may have fractions.
#ifndef BACKLINKS_SERVICE_EMBEDDED_AHREFS_V2_DATE_H_
#define BACKLINKS_SERVICE_EMBEDDED_AHREFS_V2_DATE_H_

#include <optional>
#include <string_view>

#include "service/embedded/database.h"

namespace backlinks::embedded::ahrefs_v2 {

// Converts one comparison. `op` is an operator of v2, and `column` the name of
// a column. Empty if `literal` is not a date.
std::optional<SqlCondition> CompareV2Date(std::string_view column,
                                          std::string_view op,
                                          std::string_view literal);

}  // namespace backlinks::embedded::ahrefs_v2

#endif  // BACKLINKS_SERVICE_EMBEDDED_AHREFS_V2_DATE_H_
