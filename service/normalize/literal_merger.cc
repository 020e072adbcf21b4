#include "service/normalize/literal_merger.h"

#include <array>
#include <bitset>
#include <utility>

#include "service/common/column/column.h"

namespace backlinks::normalize {
namespace {

bool MergeColumn(std::vector<Literal> literals, std::vector<Literal>& out) {
  switch (GetColumn(literals[0].column).type) {
    case ColumnType::kString:
      return MergeTexts(std::move(literals), out);
    case ColumnType::kBool:
      return MergeBooleans(literals, out);
    case ColumnType::kInt64:
    case ColumnType::kTimestamp:
    case ColumnType::kLinkType:
      break;
  }
  return MergeNumbers(literals, out);
}

// The set of cells that pass: a boolean cell is absent, false or true.
using Cells = std::bitset<3>;
constexpr int kAbsent = 0;

int CellOf(const Matcher& matcher) {
  const auto* boolean = std::get_if<BoolMatcher>(&matcher);
  if (boolean == nullptr) return kAbsent;
  return boolean->value ? 2 : 1;
}

}  // namespace

bool MergeBooleans(const std::vector<Literal>& literals,
                   std::vector<Literal>& out) {
  Cells cells = Cells().set();
  for (const Literal& literal : literals) {
    const Cells passing = Cells().set(CellOf(literal.matcher));
    cells &= literal.negated ? ~passing : passing;
  }
  if (cells.none() || cells.all()) return cells.any();
  // Exactly one cell passes, or all but one.
  const bool negated = cells.count() == 2;
  const Cells named = negated ? ~cells : cells;
  Matcher matcher = UnsetMatcher{};
  if (!named[kAbsent]) matcher = BoolMatcher{named[2]};
  out.push_back({literals[0].column, negated, std::move(matcher)});
  return true;
}

bool MergeConjunction(std::vector<Literal>& literals) {
  std::array<std::vector<Literal>, kColumnCount + 1> columns;
  for (Literal& literal : literals) {
    columns[literal.column].push_back(std::move(literal));
  }
  literals.clear();
  for (std::vector<Literal>& column : columns) {
    if (column.empty()) continue;
    const std::string path = column[0].path;
    size_t merged = literals.size();
    if (!MergeColumn(std::move(column), literals)) return false;
    for (; merged < literals.size(); ++merged) literals[merged].path = path;
  }
  return true;
}

}  // namespace backlinks::normalize
