// The ranges of numbers and times that a filter implies for a row.
#ifndef BACKLINKS_SERVICE_PLAN_IMPLIED_RANGE_H_
#define BACKLINKS_SERVICE_PLAN_IMPLIED_RANGE_H_

#include <vector>

#include "service/model/filter.h"

namespace backlinks::plan {

// Returns predicates that are true wherever the filter is (whose NOTs are over
// predicates alone): for each column that it bounds one for the lower and one
// for the upper bound, or one number. For columns in `nullable`, NOT over a
// range implies no bound, because it is true for a row without the column, too.
//
// Example: a < 3 OR (a < 5 AND b >= 1) → a < 5.
std::vector<FilterNode> ImpliedRanges(const FilterNode& filter,
                                      const ColumnSet& nullable);

}  // namespace backlinks::plan

#endif  // BACKLINKS_SERVICE_PLAN_IMPLIED_RANGE_H_
