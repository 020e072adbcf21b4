// Makes a plan from a validated query: the condition to push down, in the
// dialect's syntax, the residual to test here, the columns to fetch and their
// order, and the rows per page.
//
// Order:  the caller's order. Tie-breakers are appended if the plan may take
//         more than one page, so that pages fit together. Without offset their
//         columns are fetched, too.
// Errors: COLUMN_NOT_SUPPORTED with one violation for each node of a filter and
//         each key of the order whose column the dialect does not have;
//         INVALID_QUERY for a price in a unit other than the dialect's;
//         PRICE_CAP if max_price is below the price of the first page with one
//         row (a plan without requests costs nothing).
// Threads: immutable; Make is const.
#ifndef BACKLINKS_SERVICE_PLAN_PLANNER_H_
#define BACKLINKS_SERVICE_PLAN_PLANNER_H_

#include <cstdint>
#include <optional>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "service/dialect/dialect.h"
#include "service/model/query.h"

namespace backlinks::plan {

struct PlannerOptions {
  int64_t page_rows = 1000;          // Maximum rows of a page; at least 1.
  MilliPrice default_max_price = 0;  // For calls that set none; 0 for no cap.
  absl::Duration max_cache_age;      // Of every page; 0 without a cache.
};

// What the caller of a query has in place of the server's options, or in
// addition to them.
struct CallerTerms {
  std::optional<MilliPrice> default_max_price;
  std::optional<absl::Duration> max_cache_age;
};

// Whether the order must be total: pages from which other calls resume need a
// total order.
enum class Paging { kAsNeeded, kAlways };

class Planner {
 public:
  // `dialect` must outlive the planner.
  Planner(const dialect::Dialect& dialect, PlannerOptions options)
      : dialect_(dialect), options_(options) {}

  // A price of `terms` replaces that of the options; the lowest age is valid.
  absl::StatusOr<Plan> Make(const Query& query,
                            Paging paging = Paging::kAsNeeded,
                            const CallerTerms& terms = {}) const;

 private:
  Plan MakePlan(const Query& query, const CallerTerms& terms) const;
  std::optional<absl::Duration> MaxCacheAge(const Query& query,
                                            const CallerTerms& terms) const;
  void SplitFilter(const Query& query, Plan& plan) const;
  void Order(Plan& plan) const;
  bool MayTakePages(const Plan& plan) const;

  const dialect::Dialect& dialect_;
  PlannerOptions options_;
};

}  // namespace backlinks::plan

#endif  // BACKLINKS_SERVICE_PLAN_PLANNER_H_
