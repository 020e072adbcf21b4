// Estimates the requests and the price of a plan before the first call: the
// source of ExplainRefpages. Valid if no request fails.
//
// Known:   if pages do not depend on how many rows pass (no residual, or no row
//          limit) and only the last page is short, a stream requests these
//          pages until the upstream has no more rows.
// Bounds:  otherwise each page but the last has at least one row. This bounds
//          the calls if all rows pass, or if there is a price cap. One call
//          suffices if a page can have all wanted rows and only the last page
//          is short.
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_PLAN_COST_ESTIMATE_H_
#define BACKLINKS_SERVICE_PLAN_COST_ESTIMATE_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/time/time.h"
#include "service/dialect/dialect.h"
#include "service/model/query.h"

namespace backlinks::plan {

struct PlannedRequest {
  Page page;
  MilliPrice min = 0;  // The price without rows.
  MilliPrice max = 0;  // The price of all requested rows.
  // Set by the caller, if the page is in the server's cache: it costs nothing.
  std::optional<absl::Time> cached_at = std::nullopt;
};

struct CostEstimate {
  // The pages known before the first response, at most 10; with a residual only
  // the first.
  std::vector<PlannedRequest> pages;
  int64_t min_calls = 0;
  std::optional<int64_t> max_calls;  // Empty if unknown.
  MilliPrice min_price = 0;
  // Empty if unbounded: no max_price is set, and a residual or all_rows makes
  // the row count unknown.
  std::optional<MilliPrice> max_price;
};

// What the cached pages would cost at most.
MilliPrice SavedPrice(const CostEstimate& estimate);

CostEstimate EstimateCost(const dialect::Dialect& dialect, const Plan& plan);

}  // namespace backlinks::plan

#endif  // BACKLINKS_SERVICE_PLAN_COST_ESTIMATE_H_
