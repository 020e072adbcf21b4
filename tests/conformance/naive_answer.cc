#include "tests/conformance/naive_answer.h"

#include <algorithm>
#include <map>
#include <set>

#include "fmt/format.h"
#include "service/common/column/column.h"
#include "tests/conformance/conformance_case.h"
#include "tests/support/naive_filter.h"

namespace backlinks::conformance {
namespace {

using testing_support::Holds;

SortCell SortCellOf(const v1::Refpage& row, const std::string& column) {
  const auto* field = v1::Refpage::descriptor()->FindFieldByName(column);
  const auto& cells = *row.GetReflection();
  if (!cells.HasField(row, field)) return {};
  switch (FindColumn(column)->type) {
    case ColumnType::kInt64:
      return cells.GetInt64(row, field);
    case ColumnType::kBool:
      return int64_t{cells.GetBool(row, field)};
    default:
      // Dates of one form sort by their text; link types by their words.
      return CellText(row, column);
  }
}

bool Before(const SortKey& a, const SortKey& b,
            const v1::RefpagesQuery& query) {
  for (size_t i = 0; i < a.size(); ++i) {
    if (a[i] == b[i]) continue;
    const bool descending = query.order_by(static_cast<int>(i)).direction() ==
                            v1::SORT_DIRECTION_DESCENDING;
    return descending ? b[i] < a[i] : a[i] < b[i];
  }
  return false;
}

// The columns of the mask alone.
v1::Refpage Masked(const v1::Refpage& row, const v1::RefpagesQuery& query) {
  if (query.read_mask().paths().empty()) return row;
  const auto& paths = query.read_mask().paths();
  const std::set<std::string> kept(paths.begin(), paths.end());
  v1::Refpage masked = row;
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  row.GetReflection()->ListFields(row, &fields);
  for (const auto* field : fields) {
    if (kept.count(std::string(field->name())) == 0) {
      masked.GetReflection()->ClearField(&masked, field);
    }
  }
  return masked;
}

std::map<std::string, int> Multiset(const std::vector<v1::Refpage>& rows) {
  std::map<std::string, int> counts;
  for (const v1::Refpage& row : rows) ++counts[row.SerializeAsString()];
  return counts;
}

}  // namespace

SortKey SortKeyOf(const v1::Refpage& row, const v1::RefpagesQuery& query) {
  SortKey key;
  for (const v1::OrderBy& by : query.order_by()) {
    key.push_back(SortCellOf(row, by.column()));
  }
  return key;
}

std::vector<v1::Refpage> NaiveAnswer(const std::vector<v1::Refpage>& rows,
                                     const v1::RefpagesQuery& query) {
  std::vector<v1::Refpage> expected;
  for (const v1::Refpage& row : rows) {
    if (query.has_where() && !Holds(query.where(), row)) continue;
    if (query.has_having() && !Holds(query.having(), row)) continue;
    expected.push_back(Masked(row, query));
  }
  std::stable_sort(expected.begin(), expected.end(),
                   [&query](const v1::Refpage& a, const v1::Refpage& b) {
                     return Before(SortKeyOf(a, query), SortKeyOf(b, query),
                                   query);
                   });
  return expected;
}

std::string Surplus(const std::vector<v1::Refpage>& rows,
                    const std::vector<v1::Refpage>& others) {
  constexpr int kMaxShown = 3;
  auto allowed = Multiset(others);
  std::string text;
  int surplus = 0;
  for (const v1::Refpage& row : rows) {
    if (--allowed[row.SerializeAsString()] >= 0) continue;
    if (++surplus <= kMaxShown) text += row.Utf8DebugString() + "\n";
  }
  return surplus <= kMaxShown
             ? text
             : text + fmt::format("and {} more\n", surplus - kMaxShown);
}

}  // namespace backlinks::conformance
