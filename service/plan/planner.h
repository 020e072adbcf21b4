// Makes a plan of a validated query: what is pushed down, in the dialect's
// words, what is left to be tested here, which columns are fetched and in
// which order, how many rows a page.
//
// Order:  what the caller asked for; tie-breakers are appended where the plan
//         may take more than one page, so that pages fit together. Where there
//         is no offset their columns are fetched, too.
// Errors: COLUMN_NOT_SUPPORTED with one violation for every node of a filter
//         and every key of the order whose column the dialect does not have;
//         INVALID_QUERY for a price in another unit than the dialect's;
//         PRICE_CAP if max_price is below what the first page costs with one
//         row (a plan that asks for nothing costs nothing).
// Threads: immutable; Make is const.
#ifndef BACKLINKS_SERVICE_PLAN_PLANNER_H_
#define BACKLINKS_SERVICE_PLAN_PLANNER_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "service/dialect/dialect.h"
#include "service/model/query.h"

namespace backlinks {

struct PlannerOptions {
  int64_t page_rows = 1000;          // Rows a page, at most; 1 or more.
  MilliPrice default_max_price = 0;  // Of calls that name none; 0: no cap.
};

// What the rows are for: pages that other calls resume from need a total order.
enum class Paging { kAsNeeded, kAlways };

class Planner {
 public:
  // `dialect` must outlive the planner.
  Planner(const Dialect& dialect, PlannerOptions options)
      : dialect_(dialect), options_(options) {}

  absl::StatusOr<Plan> Make(const Query& query,
                            Paging paging = Paging::kAsNeeded) const;

 private:
  Plan MakePlan(const Query& query) const;
  void SplitFilter(const Query& query, Plan& plan) const;
  void Order(Plan& plan) const;
  bool MayTakePages(const Plan& plan) const;

  const Dialect& dialect_;
  PlannerOptions options_;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_PLAN_PLANNER_H_
