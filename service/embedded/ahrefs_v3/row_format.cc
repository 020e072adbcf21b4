#include "service/embedded/ahrefs_v3/row_format.h"

#include "fmt/format.h"

namespace backlinks::embedded::ahrefs_v3 {
namespace {

using Kind = V3Field::Kind;

std::string Cell(const Statement& row, int index, Kind kind) {
  const bool is_null = row.column_type(index) == SQLITE_NULL;
  if (kind == Kind::kTextList) {
    return is_null ? "[]" : fmt::format("[{}]", JsonText(row.text(index)));
  }
  if (kind == Kind::kIntList) {
    return is_null ? "[]" : fmt::format("[{}]", row.number(index));
  }
  if (is_null) return "null";
  switch (kind) {
    case Kind::kInt:
      return fmt::to_string(row.number(index));
    case Kind::kRating:
      return fmt::format("{}.0", row.number(index));
    case Kind::kBool:
      return row.number(index) != 0 ? "true" : "false";
    default:
      return JsonText(row.text(index));
  }
}

}  // namespace

V3RowFormat::V3RowFormat(const std::vector<const V3Field*>& select) {
  for (const V3Field* field : select) {
    fields_.push_back(
        {fmt::format("{}\"{}\":", fields_.empty() ? "" : ",", field->name),
         field->kind});
  }
}

void V3RowFormat::AppendRow(const Statement& row, bool first,
                            std::string& out) const {
  out += first ? "{" : ",\n{";
  for (size_t i = 0; i < fields_.size(); ++i) {
    out += fields_[i].label;
    out += Cell(row, static_cast<int>(i), fields_[i].kind);
  }
  out += '}';
}

std::string V3RowFormat::Error(std::string_view text) const {
  return fmt::format("{{\"error\":{}}}", JsonText(text));
}

}  // namespace backlinks::embedded::ahrefs_v3
