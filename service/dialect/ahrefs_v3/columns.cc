#include "service/dialect/ahrefs_v3/columns.h"

#include <initializer_list>

#include "absl/container/flat_hash_map.h"
#include "backlinks/v1/refpage.pb.h"
#include "service/dialect/ahrefs_v3/column_table.h"

namespace backlinks::dialect::ahrefs_v3 {
namespace {

using Refpage = v1::Refpage;

constexpr bool IsInOrder() {
  int last = 0;
  for (const V3Column& column : kV3Columns) {
    if (column.number != ++last) return false;
  }
  return last == kColumnCount;
}
static_assert(IsInOrder(), "kV3Columns has one entry for each column");

// The price of a field unless v3's documentation states another one.
constexpr int kPlainUnits = 1;

using FieldIndex = absl::flat_hash_map<std::string_view, int>;

FieldIndex BuildIndex() {
  FieldIndex index;
  for (const V3Column& column : kV3Columns) {
    if (!column.field.empty()) index[column.field] = column.number;
  }
  return index;
}

ColumnSet Without(ColumnSet columns, std::initializer_list<int> numbers) {
  for (const int number : numbers) columns.reset(number);
  return columns;
}

}  // namespace

ColumnSet V3Columns() {
  ColumnSet columns;
  for (const V3Column& column : kV3Columns) {
    columns.set(column.number, !column.field.empty());
  }
  return columns;
}

ColumnSet V3Nullable() {
  return Without(V3Columns(),
                 {Refpage::kUrlFromFieldNumber, Refpage::kUrlToFieldNumber});
}

ColumnSet V3Orderable() {
  return Without(V3Columns(),
                 {Refpage::kLinkTypeFieldNumber, Refpage::kLanguageFieldNumber,
                  Refpage::kOriginalFieldNumber});
}

int ColumnOfV3(std::string_view field) {
  static const auto* const index = new FieldIndex(BuildIndex());
  const auto it = index->find(field);
  return it == index->end() ? 0 : it->second;
}

std::string_view V3FieldOf(int column) { return kV3Columns[column - 1].field; }

int V3UnitsOf(std::string_view field) {
  const int column = ColumnOfV3(field);
  return column == 0 ? kPlainUnits : kV3Columns[column - 1].units;
}

CellReadings V3Readings() {
  CellReadings readings = {};
  readings[Refpage::kAhrefsRankFieldNumber] = CellReading::kRounded;
  readings[Refpage::kDomainRatingFieldNumber] = CellReading::kRounded;
  readings[Refpage::kLanguageFieldNumber] = CellReading::kFirstOfList;
  readings[Refpage::kOriginalFieldNumber] = CellReading::kPageFound;
  readings[Refpage::kLinkTypeFieldNumber] = CellReading::kV3LinkType;
  return readings;
}

}  // namespace backlinks::dialect::ahrefs_v3
