#include "service/evaluate/row_filter.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "service/evaluate/nodes.h"
#include "service/evaluate/predicate_compiler.h"

namespace backlinks::evaluate {
namespace {

using Compiled = absl::StatusOr<std::unique_ptr<RowFilter>>;

int CostOf(const FilterNode& filter) {
  if (filter.kind == FilterNode::Kind::kPredicate)
    return evaluate::CostOf(filter.matcher);
  int cost = 0;
  for (const FilterNode& child : filter.children) cost += CostOf(child);
  return cost;
}

std::vector<const FilterNode*> CheapFirst(const FilterNode& group) {
  std::vector<std::pair<int, const FilterNode*>> costs;
  for (const FilterNode& child : group.children) {
    costs.emplace_back(CostOf(child), &child);
  }
  std::stable_sort(
      costs.begin(), costs.end(),
      [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<const FilterNode*> children;
  children.reserve(costs.size());
  for (const auto& [cost, child] : costs) children.push_back(child);
  return children;
}

absl::StatusOr<RowFilters> CompileChildren(const FilterNode& group) {
  RowFilters children;
  for (const FilterNode* child : CheapFirst(group)) {
    Compiled compiled = RowFilter::Compile(*child);
    if (!compiled.ok()) return compiled.status();
    children.push_back(*std::move(compiled));
  }
  return children;
}

}  // namespace

Compiled RowFilter::Compile(const FilterNode& filter) {
  if (filter.kind == FilterNode::Kind::kPredicate) {
    return CompilePredicate(filter);
  }
  absl::StatusOr<RowFilters> children = CompileChildren(filter);
  if (!children.ok()) return children.status();
  if (children->size() == 1 && filter.kind != FilterNode::Kind::kNot) {
    return std::move(children->front());
  }
  switch (filter.kind) {
    case FilterNode::Kind::kAnd:
      return std::make_unique<AndFilter>(*std::move(children));
    case FilterNode::Kind::kOr:
      return std::make_unique<OrFilter>(*std::move(children));
    default:
      return std::make_unique<NotFilter>(std::move(children->front()));
  }
}

}  // namespace backlinks::evaluate
