// One comparison of v3's filters with one field → SQL.
#ifndef BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_COMPARISON_H_
#define BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_COMPARISON_H_

#include "absl/status/statusor.h"
#include "boost/json/value.hpp"
#include "service/embedded/database.h"
#include "service/embedded/ahrefs_v3/field.h"

namespace backlinks {

// "bad where: " and what is wrong.
absl::Status BadWhere(std::string_view what);

// Of the field's value, or, of a list, of its only element, where there is
// one. True or false for every row, NULL too; `negated`: the other way round.
// See v3_filter.h for `comparison`, the grammar's C.
absl::StatusOr<SqlCondition> CompareV3(const V3Field& field,
                                       const boost::json::value& comparison,
                                       bool negated);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_COMPARISON_H_
