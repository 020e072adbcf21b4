// Compiles single predicates.
#ifndef BACKLINKS_SERVICE_EVALUATE_PREDICATE_COMPILER_H_
#define BACKLINKS_SERVICE_EVALUATE_PREDICATE_COMPILER_H_

#include <memory>

#include "absl/status/statusor.h"
#include "service/evaluate/row_filter.h"

namespace backlinks {

// Errors: those of RowFilter::Compile.
absl::StatusOr<std::unique_ptr<RowFilter>> CompilePredicate(
    const FilterNode& predicate);

// What a test costs, roughly and against other tests: a guess, in
// nanoseconds, for a cell of usual size.
int CostOf(const Matcher& matcher);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_EVALUATE_PREDICATE_COMPILER_H_
