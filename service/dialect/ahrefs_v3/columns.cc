#include "service/dialect/ahrefs_v3/columns.h"

#include <initializer_list>

#include "absl/container/flat_hash_map.h"
#include "backlinks/v1/refpage.pb.h"

namespace backlinks {
namespace {

using Refpage = v1::Refpage;

// The price of a field unless v3's documentation states another one.
constexpr int kPlainUnits = 1;

using FieldIndex = absl::flat_hash_map<std::string_view, int>;

FieldIndex BuildIndex() {
  FieldIndex index;
  for (const Column& column : AllColumns()) {
    if (!column.v3_field.empty()) index[column.v3_field] = column.number;
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
  for (const Column& column : AllColumns()) {
    columns.set(column.number, !column.v3_field.empty());
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

const std::string& V3FieldOf(int column) { return GetColumn(column).v3_field; }

int V3UnitsOf(std::string_view field) {
  const int column = ColumnOfV3(field);
  return column == 0 ? kPlainUnits : GetColumn(column).v3_units;
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

}  // namespace backlinks
