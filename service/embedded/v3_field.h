// The fields of v3's all-backlinks over the columns of the table.
//
// What differs from the column: ratings are floats; languages is a list, of the
// one language or of none where the column is NULL; discovered_status and
// link_type have v3's words. Of columns without a v3 field, none; of hosts,
// name_source and name_target, and of their registrable domains,
// root_name_source and root_name_target.
//
// Threads: everything here is immutable after first use.
#ifndef BACKLINKS_SERVICE_EMBEDDED_V3_FIELD_H_
#define BACKLINKS_SERVICE_EMBEDDED_V3_FIELD_H_

#include <string>
#include <string_view>

namespace backlinks {

struct V3Field {
  enum class Kind { kText, kInt, kRating, kDate, kBool, kTextList };
  std::string name;
  std::string sql;  // Its value; of a list: of the only element, or NULL.
  Kind kind = Kind::kText;
  int units = 1;  // API units a row.

  bool is_list() const { return kind == Kind::kTextList; }
  // Or a list of texts.
  bool is_text() const { return kind == Kind::kText || is_list(); }
};

// The field with this name, or null.
const V3Field* FindV3Field(std::string_view name);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_EMBEDDED_V3_FIELD_H_
