// The 82 fields of v3's all-backlinks, derived from the columns of the table.
//
// Differences from the columns: ratings are floats; languages is a list of the
// one language, or empty if the column is NULL; discovered_status and link_type
// have v3's words. Other fields are computed from columns (see field.cc) or, if
// no column has the information, null or empty lists. docs/upstreams.md lists
// all of them.
//
// Threads: everything here is immutable after first use.
#ifndef BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_FIELD_H_
#define BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_FIELD_H_

#include <string>
#include <string_view>

namespace backlinks::embedded::ahrefs_v3 {

struct V3Field {
  enum class Kind { kText, kInt, kRating, kDate, kBool, kTextList, kIntList };
  std::string name;
  // Its value, as SQL that needs no parentheses. For a list, its only element
  // or NULL.
  std::string sql;
  Kind kind = Kind::kText;
  int units = 1;  // API units per row.

  bool is_list() const {
    return kind == Kind::kTextList || kind == Kind::kIntList;
  }
  // Returns whether the field is a text or a list of texts.
  bool is_text() const {
    return kind == Kind::kText || kind == Kind::kTextList;
  }
};

// The number of links that the row represents. It depends on the parameter
// aggregation, and cannot be used everywhere.
inline constexpr std::string_view kLinkGroupCount = "link_group_count";

// Returns the field with this name, or null.
const V3Field* FindV3Field(std::string_view name);

}  // namespace backlinks::embedded::ahrefs_v3

#endif  // BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_FIELD_H_
