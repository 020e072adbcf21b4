// Converts a comparison of v3's filters with one field to SQL.
#ifndef BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_COMPARISON_H_
#define BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_COMPARISON_H_

#include "absl/status/statusor.h"
#include "boost/json/value.hpp"
#include "service/embedded/ahrefs_v3/field.h"
#include "service/embedded/database.h"

namespace backlinks::embedded::ahrefs_v3 {

// Returns an error with the message "bad where: " and `what`.
absl::Status BadWhere(std::string_view what);

// Compares the field's value or, for a list, its only element if there is one.
// The condition is true or false for every row, also with NULL, and `negated`
// inverts it. `comparison` is the C in the grammar of filter.h.
absl::StatusOr<SqlCondition> CompareV3(const V3Field& field,
                                       const boost::json::value& comparison,
                                       bool negated);

}  // namespace backlinks::embedded::ahrefs_v3

#endif  // BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_COMPARISON_H_
