#include "service/plan/plan_checks.h"

#include <utility>
#include <vector>

#include "fmt/format.h"
#include "service/common/status/status.h"

namespace backlinks::plan {
namespace {

using Violations = std::vector<Violation>;

void CheckFilter(const dialect::Dialect& dialect, const FilterNode& node,
                 Violations& violations) {
  if (node.kind == FilterNode::Kind::kPredicate &&
      !dialect.columns()[node.column]) {
    violations.push_back(
        {node.path, fmt::format("{} does not have the column {}",
                                dialect.name(), GetColumn(node.column).name)});
  }
  for (const FilterNode& child : node.children) {
    CheckFilter(dialect, child, violations);
  }
}

void CheckOrder(const dialect::Dialect& dialect,
                const std::vector<OrderKey>& keys, Violations& violations) {
  for (size_t i = 0; i < keys.size(); ++i) {
    const int column = keys[i].column;
    if (dialect.orderable()[column]) continue;
    violations.push_back({fmt::format("query.order_by[{}].column", i),
                          fmt::format("{} cannot order by {}{}", dialect.name(),
                                      GetColumn(column).name,
                                      dialect.columns()[column]
                                          ? ""
                                          : ": it does not have that column")});
  }
}

absl::Status CheckUnit(const dialect::Dialect& dialect, const Query& query) {
  const PriceUnit unit = query.max_price_unit.value_or(dialect.price_unit());
  if (unit == dialect.price_unit()) return absl::OkStatus();
  return MakeInvalid(
      Reason::kInvalidQuery,
      {{"max_price.unit",
        fmt::format("{} does not charge in this unit; leave it unspecified",
                    dialect.name())}});
}

}  // namespace

absl::Status CheckAbilities(const dialect::Dialect& dialect,
                            const Query& query) {
  Violations violations;
  if (query.where) CheckFilter(dialect, *query.where, violations);
  if (query.having) CheckFilter(dialect, *query.having, violations);
  CheckOrder(dialect, query.order_by, violations);
  if (!violations.empty()) {
    return MakeInvalid(Reason::kColumnNotSupported, std::move(violations));
  }
  return CheckUnit(dialect, query);
}

absl::Status CheckCap(const dialect::Dialect& dialect, const Plan& plan) {
  if (plan.nothing || !plan.max_price) return absl::OkStatus();
  const Page page = {.offset = 0, .limit = 1};
  const MilliPrice min = dialect.PagePrice(plan, page, 1);
  if (*plan.max_price >= min) return absl::OkStatus();
  return MakeError(
      Reason::kPriceCap,
      fmt::format("max_price is {} thousandths, but the first request costs {} "
                  "with one row",
                  *plan.max_price, min),
      {{"max_price_milli", fmt::to_string(*plan.max_price)},
       {"first_request_price_milli", fmt::to_string(min)}});
}

}  // namespace backlinks::plan
