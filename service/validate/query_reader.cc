#include "service/validate/query_reader.h"

#include <utility>

#include "fmt/format.h"
#include "service/common/column/column.h"
#include "service/validate/column_name.h"

namespace backlinks::validate {
namespace {

void CheckDirection(const v1::OrderBy& key, int index, Violations& violations) {
  if (v1::SortDirection_IsValid(key.direction())) return;
  violations.Add(
      fmt::format("query.order_by[{}].direction", index),
      fmt::format("{} is no SortDirection", static_cast<int>(key.direction())));
}

// Columns in the order in which they are first added.
class ColumnList {
 public:
  void Add(const Column& column) {
    if (seen_[column.number]) return;
    seen_.set(column.number);
    columns_.push_back(&column);
  }
  void AddAll() {
    for (const Column& column : AllColumns()) Add(column);
  }
  std::vector<const Column*> Take() { return std::move(columns_); }

 private:
  ColumnSet seen_;
  std::vector<const Column*> columns_;
};

}  // namespace

TargetMode ReadMode(const v1::RefpagesQuery& query, Violations& violations) {
  switch (query.mode()) {
    case v1::TARGET_MODE_EXACT:
      return TargetMode::kExact;
    case v1::TARGET_MODE_DOMAIN:
      return TargetMode::kDomain;
    case v1::TARGET_MODE_SUBDOMAINS:
      return TargetMode::kSubdomains;
    case v1::TARGET_MODE_PREFIX:
      return TargetMode::kPrefix;
    case v1::TARGET_MODE_UNSPECIFIED:
      violations.Add("query.mode",
                     "is required: TARGET_MODE_EXACT, TARGET_MODE_DOMAIN, "
                     "TARGET_MODE_SUBDOMAINS or TARGET_MODE_PREFIX");
      break;
    default:
      violations.Add("query.mode", fmt::format("{} is no TargetMode",
                                               static_cast<int>(query.mode())));
  }
  return TargetMode::kExact;
}

std::vector<const Column*> ReadMask(const v1::RefpagesQuery& query,
                                    Violations& violations) {
  const auto& paths = query.read_mask().paths();
  ColumnList columns;
  if (paths.empty()) columns.AddAll();
  for (int i = 0; i < paths.size() && !violations.full(); ++i) {
    if (paths[i] == "*") {
      columns.AddAll();
      continue;
    }
    const Column* column = ReadColumn(
        paths[i], fmt::format("query.read_mask.paths[{}]", i), violations);
    if (column != nullptr) columns.Add(*column);
  }
  return columns.Take();
}

std::vector<OrderKey> ReadOrder(const v1::RefpagesQuery& query,
                                Violations& violations) {
  std::vector<OrderKey> keys;
  ColumnSet seen;
  for (int i = 0; i < query.order_by_size() && !violations.full(); ++i) {
    const v1::OrderBy& key = query.order_by(i);
    CheckDirection(key, i, violations);
    const std::string path = fmt::format("query.order_by[{}].column", i);
    const Column* column = ReadColumn(key.column(), path, violations);
    if (column == nullptr) continue;
    if (seen[column->number]) {
      violations.Add(path, fmt::format("{} is a key already", column->name));
    }
    seen.set(column->number);
    keys.push_back(
        {.column = column->number,
         .descending = key.direction() == v1::SORT_DIRECTION_DESCENDING});
  }
  return keys;
}

}  // namespace backlinks::validate
