// The ranges of numbers and times that a filter confines a row to.
#ifndef BACKLINKS_SERVICE_PLAN_IMPLIED_RANGE_H_
#define BACKLINKS_SERVICE_PLAN_IMPLIED_RANGE_H_

#include <vector>

#include "service/model/filter.h"

namespace backlinks {

// Predicates that hold wherever the filter (NOT over predicates alone) does:
// of every column that it bounds one for the lower and one for the upper
// bound, or one number. Of columns in `nullable`, NOT over a range bounds
// nothing: it holds for a row without the column, too.
//
// Example: a < 3 OR (a < 5 AND b >= 1) → a < 5.
std::vector<FilterNode> ImpliedRanges(const FilterNode& filter,
                                      const ColumnSet& nullable);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_PLAN_IMPLIED_RANGE_H_
