#include "service/plan/tie_breakers.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "service/common/column/column.h"

namespace backlinks::plan {
namespace {

// Keys at a keyset position: the columns that are always included, and those
// that may be.
constexpr std::array<std::string_view, 2> kUrls = {"url_from", "url_to"};
constexpr std::array<std::string_view, 3> kShort = {"first_seen", "nofollow",
                                                    "anchor"};

constexpr std::array<std::string_view, 9> kTieBreakers = {
    "url_from", "url_to",   "link_type", "nofollow",  "anchor",
    "alt",      "text_pre", "text_post", "first_seen"};

bool IsKey(int column, const std::vector<OrderKey>& keys) {
  return std::any_of(keys.begin(), keys.end(), [column](const OrderKey& key) {
    return key.column == column;
  });
}

void AppendColumn(int column, const ColumnSet& orderable,
                  std::vector<OrderKey>& keys) {
  if (orderable[column] && !IsKey(column, keys)) keys.push_back({column});
}

template <typename Names>
void Append(const Names& names, const ColumnSet& orderable,
            std::vector<OrderKey>& keys) {
  for (const std::string_view name : names) {
    AppendColumn(FindColumn(name)->number, orderable, keys);
  }
}

}  // namespace

void AppendTieBreakers(const ColumnSet& orderable,
                       std::vector<OrderKey>& keys) {
  Append(kTieBreakers, orderable, keys);
}

void AppendKeysetKeys(const ColumnSet& orderable, const ColumnSet& free,
                      std::vector<OrderKey>& keys) {
  Append(kUrls, orderable, keys);
  Append(kShort, orderable & free, keys);
}

std::vector<OrderKey> FullOrder(const ColumnSet& orderable,
                                const std::vector<OrderKey>& keys) {
  std::vector<OrderKey> order = keys;
  for (const Column& column : AllColumns()) {
    AppendColumn(column.number, orderable, order);
  }
  return order;
}

ColumnSet ColumnsOf(const std::vector<OrderKey>& keys) {
  ColumnSet columns;
  for (const OrderKey& key : keys) columns.set(key.column);
  return columns;
}

bool CanDivideGroups(const Plan& plan) {
  return plan.full_order_by.size() > plan.order_by.size();
}

bool IsTotalOrder(const std::vector<OrderKey>& keys) {
  return std::all_of(kTieBreakers.begin(), kTieBreakers.end(),
                     [&keys](std::string_view name) {
                       return IsKey(FindColumn(name)->number, keys);
                     });
}

}  // namespace backlinks::plan
