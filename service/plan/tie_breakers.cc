#include "service/plan/tie_breakers.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "service/model/column.h"

namespace backlinks {
namespace {

constexpr std::array<std::string_view, 9> kTieBreakers = {
    "url_from", "url_to",   "link_type", "nofollow",  "anchor",
    "alt",      "text_pre", "text_post", "first_seen"};

bool IsKey(int column, const std::vector<OrderKey>& keys) {
  return std::any_of(keys.begin(), keys.end(), [column](const OrderKey& key) {
    return key.column == column;
  });
}

}  // namespace

void AppendTieBreakers(const ColumnSet& orderable,
                       std::vector<OrderKey>& keys) {
  for (const std::string_view name : kTieBreakers) {
    const int column = FindColumn(name)->number;
    if (orderable[column] && !IsKey(column, keys)) keys.push_back({column});
  }
}

bool IsTotalOrder(const std::vector<OrderKey>& keys) {
  return std::all_of(kTieBreakers.begin(), kTieBreakers.end(),
                     [&keys](std::string_view name) {
                       return IsKey(FindColumn(name)->number, keys);
                     });
}

}  // namespace backlinks
