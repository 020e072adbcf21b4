#include "service/plan/planner.h"

#include <utility>
#include <vector>

#include "fmt/format.h"
#include "service/plan/push_down.h"
#include "service/status/status.h"

namespace backlinks {
namespace {

void CheckOrder(const Dialect& dialect, const std::vector<OrderKey>& keys,
                std::vector<Violation>& violations) {
  for (size_t i = 0; i < keys.size(); ++i) {
    if (dialect.columns()[keys[i].column]) continue;
    violations.push_back(
        {fmt::format("query.order_by[{}].column", i),
         fmt::format("{} cannot order by {}: it does not have that column",
                     dialect.name(), GetColumn(keys[i].column).name)});
  }
}

void CheckUnit(const Dialect& dialect, const Query& query,
               std::vector<Violation>& violations) {
  if (query.max_price_unit.value_or(dialect.price_unit()) ==
      dialect.price_unit()) {
    return;
  }
  violations.push_back(
      {"max_price.unit",
       fmt::format("{} does not charge in this unit; leave it unspecified",
                   dialect.name())});
}

absl::Status CheckCap(const Dialect& dialect, const Plan& plan) {
  const Page page = {.offset = 0, .limit = 1};
  const MilliPrice least = dialect.PagePrice(plan, page, 1);
  if (!plan.max_price || *plan.max_price >= least) return absl::OkStatus();
  return MakeError(
      Reason::kPriceCap,
      fmt::format("max_price is {} thousandths, but the first request costs {} "
                  "with one row",
                  *plan.max_price, least),
      {{"max_price_milli", fmt::to_string(*plan.max_price)},
       {"least_price_milli", fmt::to_string(least)}});
}

}  // namespace

absl::StatusOr<Plan> Planner::Make(const Query& query) const {
  Plan plan = {.target = query.target,
               .mode = query.mode,
               .order_by = query.order_by,
               .select = query.columns & dialect_.columns(),
               .missing = query.columns & ~dialect_.columns(),
               .include_other_columns = query.include_other_columns,
               .row_limit = query.row_limit,
               .max_price = query.max_price,
               .page_rows = page_rows_};
  plan.deliver = plan.select;
  // Columns beyond the 25 cannot be named; and of an upstream that is asked
  // for everything no column has to be there.
  plan.select_all =
      query.include_other_columns || query.columns == FullColumnSet();
  std::vector<Violation> violations;
  if (query.where) plan.where = PushDown(dialect_, *query.where, violations);
  if (query.having) plan.having = PushDown(dialect_, *query.having, violations);
  CheckOrder(dialect_, query.order_by, violations);
  if (!violations.empty()) {
    return MakeInvalid(Reason::kFilterNotSupported, std::move(violations));
  }
  CheckUnit(dialect_, query, violations);
  if (!violations.empty()) {
    return MakeInvalid(Reason::kInvalidQuery, std::move(violations));
  }
  BACKLINKS_RETURN_IF_ERROR(CheckCap(dialect_, plan));
  return plan;
}

}  // namespace backlinks
