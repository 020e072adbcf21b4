#include "service/model/filter.h"

namespace backlinks {

ColumnSet ColumnsOf(const FilterNode& filter) {
  ColumnSet columns;
  if (filter.kind == FilterNode::Kind::kPredicate) columns.set(filter.column);
  for (const FilterNode& child : filter.children) columns |= ColumnsOf(child);
  return columns;
}

}  // namespace backlinks
