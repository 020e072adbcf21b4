// What a plan will ask and cost, before the first call: the source of
// ExplainRefpages. Holds if nothing breaks.
//
// Known:   where pages do not depend on how many rows pass (no residual, or no
//          row limit) and only a short page is the last one, a stream asks for
//          these pages until the upstream has no more rows.
// Bounds:  otherwise every page but the last has a row or more; that bounds
//          calls where all rows pass or a price cap does. One call is enough
//          where a page may have all wanted rows, and a short one is the last.
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_PLAN_COST_ESTIMATE_H_
#define BACKLINKS_SERVICE_PLAN_COST_ESTIMATE_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "service/dialect/dialect.h"
#include "service/model/query.h"

namespace backlinks {

struct PlannedRequest {
  Page page;
  MilliPrice min = 0;  // No rows.
  MilliPrice max = 0;  // All that it asks for.
};

struct CostEstimate {
  // Known before the first answer, at most 10; with a residual the first.
  std::vector<PlannedRequest> pages;
  int64_t min_calls = 0;
  std::optional<int64_t> max_calls;  // Nothing: unknown.
  MilliPrice min_price = 0;
  // Nothing: unknown, for there is no cap but a residual, or all rows.
  std::optional<MilliPrice> max_price;
};

CostEstimate EstimateCost(const Dialect& dialect, const Plan& plan);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_PLAN_COST_ESTIMATE_H_
