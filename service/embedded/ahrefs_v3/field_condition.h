// Converts a filter of v3 on one field to SQL: {"field":NAME,"is":C} and the
// like. See filter.h for the grammar.
#ifndef BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_FIELD_CONDITION_H_
#define BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_FIELD_CONDITION_H_

#include "absl/status/statusor.h"
#include "boost/json/object.hpp"
#include "service/embedded/ahrefs_v3/field.h"
#include "service/embedded/ahrefs_v3/part.h"

namespace backlinks::embedded::ahrefs_v3 {

// Converts `filter`, which names `field`. If `negated`, the condition holds for
// the rows that the filter excludes.
absl::StatusOr<V3Part> ConditionOnV3Field(const V3Field& field,
                                          const boost::json::object& filter,
                                          bool negated);

}  // namespace backlinks::embedded::ahrefs_v3

#endif  // BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_FIELD_CONDITION_H_
