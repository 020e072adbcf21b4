// Splits a filter into what an upstream tests and what is left to be tested
// here.
//
// A conjunct that the dialect says exactly is pushed down; one that it can
// only say wider is pushed down so and stays in the residual. A disjunction is
// pushed down whole where the dialect has OR and words for every member. Else
// it stays in the residual, and what follows from it is pushed down: the
// conditions that all its members have in common, and of every column that
// all its members bound, the range from the least bound to the greatest.
//
// In:      a filter in normal form (normalize/normalizer.h).
// Out:     condition and residual hold together exactly where the filter does.
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

namespace backlinks {

struct PushedFilter {
  std::string condition;             // In the dialect's words; "": none.
  std::vector<FilterNode> residual;  // Conjuncts to be tested here.
};

// Of conditions of more than `max_bytes` together the last ones are not pushed
// down: they are part of a URL, and those have limits everywhere.
PushedFilter PushDown(const Dialect& dialect, const FilterNode& filter,
                      size_t max_bytes);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_PLAN_PUSH_DOWN_H_
