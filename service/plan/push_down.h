// Splits a filter into a condition that the upstream tests and a residual that
// is tested here.
//
// A conjunct that the dialect can express exactly is pushed down. One that it
// can only express more widely is pushed down in that form and also stays in
// the residual. A disjunction is pushed down completely if the dialect has OR
// and can express every member. Else it stays in the residual, and its
// implications are pushed down: the conditions that all its members share, and
// for each column that all its members bound, the range from the lowest bound
// to the highest.
//
// In:      a filter in normal form (normalize/normalizer.h).
// Out:     condition AND residual is true exactly where the filter is.
// Threads: stateless.
//
// Example, on API v2, which has no OR:
//   nofollow = true AND (ahrefs_rank = 3 OR ahrefs_rank > 8)
//   → "nofollow=true,ahrefs_rank>=3"; residual: the bracket.
#ifndef BACKLINKS_SERVICE_PLAN_PUSH_DOWN_H_
#define BACKLINKS_SERVICE_PLAN_PUSH_DOWN_H_

#include <cstddef>
#include <string>
#include <vector>

#include "service/dialect/dialect.h"
#include "service/model/filter.h"

namespace backlinks::plan {

struct PushedFilter {
  std::string condition;             // In the dialect's syntax; may be empty.
  std::vector<FilterNode> residual;  // Conjuncts to be tested here.
};

// Conditions of more than `max_bytes` in total are not all pushed down, the
// last ones are omitted, because they are part of a URL, whose length is
// limited.
PushedFilter PushDown(const dialect::Dialect& dialect, const FilterNode& filter,
                      size_t max_bytes);

}  // namespace backlinks::plan

#endif  // BACKLINKS_SERVICE_PLAN_PUSH_DOWN_H_
