// Translates the bounds of ranges of ratings and times to API v3. conditions.h
// describes where a bound is moved outwards, which makes it inexact.
//
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_DIALECT_AHREFS_V3_BOUNDS_H_
#define BACKLINKS_SERVICE_DIALECT_AHREFS_V3_BOUNDS_H_

#include <cstdint>
#include <string_view>

#include "service/dialect/dialect.h"
#include "service/model/row.h"

namespace backlinks::dialect::ahrefs_v3 {

// The condition for a bound of a range. Empty if every row that has the column
// passes.
using V3Bound = Translation;

// Translates a bound of a rating, which v3 has as a float. `op` is "gte" or
// "lt".
V3Bound RatingBoundInV3(std::string_view field, std::string_view op,
                        int64_t number);

// Translates "the rating, rounded, is the number".
Translation RatingIsInV3(std::string_view field, int64_t number);

// Translates a bound of a time. `op` is "gte" or "lt".
V3Bound TimeBoundInV3(std::string_view field, std::string_view op,
                      const Time& time);

}  // namespace backlinks::dialect::ahrefs_v3

#endif  // BACKLINKS_SERVICE_DIALECT_AHREFS_V3_BOUNDS_H_
