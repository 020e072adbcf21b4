#include "service/plan/planner.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "service/common/status/status.h"
#include "service/normalize/normalizer.h"
#include "service/plan/plan_checks.h"
#include "service/plan/push_down.h"
#include "service/plan/tie_breakers.h"

namespace backlinks::plan {
namespace {

// Limit of `where` and `having` together. Percent-encoding may triple them, and
// few servers accept a request line above 64 KiB.
constexpr size_t kMaxPushedBytes = 16 << 10;

FilterNode NormalForm(const std::optional<FilterNode>& filter) {
  return filter ? normalize::Normalize(*filter)
                : FilterNode{.kind = FilterNode::Kind::kAnd};
}

// Returns some members of a conjunction in normal form, in normal form, too.
FilterNode Conjunction(const FilterNode& filter,
                       std::vector<FilterNode> members) {
  if (members.size() == 1) return std::move(members.front());
  return {.kind = FilterNode::Kind::kAnd,
          .path = filter.path,
          .children = std::move(members)};
}

// Returns the conjunction of filters in normal form; most calls have one.
FilterNode Both(const FilterNode& a, const FilterNode& b) {
  if (a.IsAlways()) return b;
  if (b.IsAlways()) return a;
  return normalize::Normalize(
      {.kind = FilterNode::Kind::kAnd, .children = {a, b}});
}

}  // namespace

absl::StatusOr<Plan> Planner::Make(const Query& query, Paging paging,
                                   const CallerTerms& terms) const {
  BACKLINKS_RETURN_IF_ERROR(CheckAbilities(dialect_, query));
  Plan plan = MakePlan(query, terms);
  SplitFilter(query, plan);
  plan.select = plan.deliver;
  if (plan.residual) plan.select |= ColumnsOf(*plan.residual);
  if (paging == Paging::kAlways || MayTakePages(plan)) Order(plan);
  plan.total_order = IsTotalOrder(plan.order_by);
  plan.row_price = dialect_.RowPrice(plan, false);
  plan.full_order_row_price = dialect_.RowPrice(plan, true);
  BACKLINKS_RETURN_IF_ERROR(CheckCap(dialect_, plan));
  return plan;
}

Plan Planner::MakePlan(const Query& query, const CallerTerms& terms) const {
  Plan plan = {.target = query.target,
               .mode = query.mode,
               .order_by = query.order_by,
               .deliver = query.columns & dialect_.columns(),
               .missing = query.columns & ~dialect_.columns(),
               .arrow_columns = query.arrow_columns,
               .include_other_columns = query.include_other_columns,
               .row_limit = query.row_limit,
               .max_price = query.max_price,
               .page_rows = options_.page_rows,
               .max_cache_age = MaxCacheAge(query, terms)};
  // Columns beyond the 25 cannot be named, and an upstream that is asked for
  // all columns may lack any of them.
  plan.select_all =
      query.include_other_columns || query.columns == FullColumnSet();
  if (dialect_.max_page_rows() > 0) {
    plan.page_rows = std::min(plan.page_rows, dialect_.max_page_rows());
  }
  const MilliPrice default_max_price =
      terms.default_max_price.value_or(options_.default_max_price);
  if (!plan.max_price && default_max_price > 0) {
    plan.max_price = default_max_price;
  }
  return plan;
}

std::optional<absl::Duration> Planner::MaxCacheAge(
    const Query& query, const CallerTerms& terms) const {
  const absl::Duration server = options_.max_cache_age;
  if (server == absl::ZeroDuration()) return std::nullopt;
  return std::min({server, query.max_cache_age.value_or(server),
                   terms.max_cache_age.value_or(server)});
}

void Planner::SplitFilter(const Query& query, Plan& plan) const {
  const FilterNode where = NormalForm(query.where);
  const FilterNode having = NormalForm(query.having);
  FilterNode whole = Both(where, having);
  if (whole.IsNever()) {
    plan.nothing = true;
    plan.residual = std::move(whole);
    return;
  }
  PushedFilter before = PushDown(dialect_, where, kMaxPushedBytes);
  plan.where = std::move(before.condition);
  const size_t left =
      kMaxPushedBytes - std::min(kMaxPushedBytes, plan.where.size());
  PushedFilter after = PushDown(dialect_, having, left);
  plan.having = std::move(after.condition);
  FilterNode residual = Both(Conjunction(where, std::move(before.residual)),
                             Conjunction(having, std::move(after.residual)));
  if (!residual.IsAlways()) plan.residual = std::move(residual);
}

// Appends tie-breakers, so that pages fit together.
void Planner::Order(Plan& plan) const {
  if (dialect_.page_start() == dialect::PageStart::kOffset) {
    AppendTieBreakers(dialect_.orderable(), plan.order_by);
    return;
  }
  AppendKeysetKeys(dialect_.orderable(), plan.select, plan.order_by);
  plan.full_order_by = FullOrder(dialect_.orderable(), plan.order_by);
  // A page begins at the values of these columns.
  plan.select |= ColumnsOf(plan.order_by);
}

// Also true if a short page may not be the end, since another page follows.
bool Planner::MayTakePages(const Plan& plan) const {
  if (plan.nothing) return false;
  return !plan.row_limit || *plan.row_limit > plan.page_rows || plan.residual ||
         !dialect_.short_page_is_end();
}

}  // namespace backlinks::plan
