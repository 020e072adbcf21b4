#include "service/dialect/ahrefs_v2/columns.h"

#include "absl/container/flat_hash_map.h"
#include "service/dialect/ahrefs_v2/column_table.h"

namespace backlinks::dialect::ahrefs_v2 {
namespace {

constexpr bool IsInOrder() {
  int last = 0;
  for (const V2Column& column : kV2Columns) {
    if (column.number != ++last) return false;
  }
  return last == kColumnCount;
}
static_assert(IsInOrder(), "kV2Columns has one entry for each column");

using NameIndex = absl::flat_hash_map<std::string_view, int>;

NameIndex BuildIndex() {
  NameIndex index;
  for (const V2Column& column : kV2Columns) {
    if (!column.name.empty()) index[column.name] = column.number;
  }
  return index;
}

}  // namespace

ColumnSet V2Columns() {
  ColumnSet columns;
  for (const V2Column& column : kV2Columns) {
    columns.set(column.number, !column.name.empty());
  }
  return columns;
}

int ColumnOfV2(std::string_view name) {
  static const auto* const index = new NameIndex(BuildIndex());
  const auto it = index->find(name);
  return it == index->end() ? 0 : it->second;
}

std::string_view V2NameOf(int column) { return kV2Columns[column - 1].name; }

}  // namespace backlinks::dialect::ahrefs_v2
