// Compiles predicates, the leaves of a filter.
#ifndef BACKLINKS_SERVICE_EVALUATE_PREDICATE_COMPILER_H_
#define BACKLINKS_SERVICE_EVALUATE_PREDICATE_COMPILER_H_

#include <memory>

#include "absl/status/statusor.h"
#include "service/evaluate/row_filter.h"

namespace backlinks::evaluate {

// Errors: as RowFilter::Compile.
absl::StatusOr<std::unique_ptr<RowFilter>> CompilePredicate(
    const FilterNode& predicate);

// Returns a rough estimate, in nanoseconds, of the time that a matcher takes
// for a cell of typical size. It is for comparing matchers with each other.
int CostOf(const Matcher& matcher);

}  // namespace backlinks::evaluate

#endif  // BACKLINKS_SERVICE_EVALUATE_PREDICATE_COMPILER_H_
