// Formats the rows of a statement as in v3.
#ifndef BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_ROW_FORMAT_H_
#define BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_ROW_FORMAT_H_

#include <string>
#include <string_view>
#include <vector>

#include "service/embedded/ahrefs_v3/field.h"
#include "service/embedded/row_format.h"

namespace backlinks::embedded::ahrefs_v3 {

class V3RowFormat final : public RowFormat {
 public:
  // The columns of the statement are `select`, in that order.
  explicit V3RowFormat(const std::vector<const V3Field*>& select);

  std::string_view content_type() const override { return "application/json"; }
  std::string_view head() const override { return "{\"backlinks\":["; }
  std::string_view tail() const override { return "]}"; }
  void AppendRow(const Statement& row, bool first,
                 std::string& out) const override;
  std::string Error(std::string_view text) const override;

 private:
  struct LabeledField {
    std::string label;
    V3Field::Kind kind;
  };
  std::vector<LabeledField> fields_;
};

}  // namespace backlinks::embedded::ahrefs_v3

#endif  // BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_ROW_FORMAT_H_
