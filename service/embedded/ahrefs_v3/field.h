// The 82 fields of v3's all-backlinks over the columns of the table.
//
// What differs from the column: ratings are floats; languages is a list, of the
// one language or of none where the column is NULL; discovered_status and
// link_type have v3's words. Other fields are derived from columns (see
// v3_field.cc) or, where no column has anything to tell, null or empty lists.
// docs/upstreams.md lists which is which.
//
// Threads: everything here is immutable after first use.
#ifndef BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_FIELD_H_
#define BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_FIELD_H_

#include <string>
#include <string_view>

namespace backlinks {

struct V3Field {
  enum class Kind { kText, kInt, kRating, kDate, kBool, kTextList, kIntList };
  std::string name;
  // Its value, as SQL that needs no parentheses; of a list: of the only
  // element, or NULL.
  std::string sql;
  Kind kind = Kind::kText;
  int units = 1;  // API units a row.

  bool is_list() const {
    return kind == Kind::kTextList || kind == Kind::kIntList;
  }
  // Or a list of texts.
  bool is_text() const {
    return kind == Kind::kText || kind == Kind::kTextList;
  }
};

// How many links the row stands for. It depends on the parameter aggregation,
// and cannot be used everywhere.
inline constexpr std::string_view kLinkGroupCount = "link_group_count";

// The field with this name, or null.
const V3Field* FindV3Field(std::string_view name);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_FIELD_H_
