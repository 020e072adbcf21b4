// The fields of v3's all-backlinks that are columns of the table. All of them
// cost 1 unit.
//
// This is the publisher's side of the names in dialect/ahrefs_v3, and a list of
// its own, so that a mistake in one of them is found: tests compare both.
#ifndef BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_COLUMN_FIELD_H_
#define BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_COLUMN_FIELD_H_

#include <span>
#include <string_view>

namespace backlinks::embedded::ahrefs_v3 {

struct V3ColumnField {
  std::string_view column;
  std::string_view field;
};

// All of them, in the order of the columns.
std::span<const V3ColumnField> V3ColumnFields();

// Returns the name of the column with this field. Empty if there is none.
std::string_view ColumnOfV3Field(std::string_view field);

}  // namespace backlinks::embedded::ahrefs_v3

#endif  // BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_COLUMN_FIELD_H_
