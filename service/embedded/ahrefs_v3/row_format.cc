#include "service/embedded/ahrefs_v3/row_format.h"

#include "fmt/format.h"

namespace backlinks::embedded::ahrefs_v3 {
namespace {

using Kind = V3Field::Kind;

void AppendCell(const Statement& row, int index, Kind kind, std::string& out) {
  const bool is_null = row.column_type(index) == SQLITE_NULL;
  const bool is_list = kind == Kind::kTextList || kind == Kind::kIntList;
  if (is_null) {
    out += is_list ? "[]" : "null";
    return;
  }
  if (is_list) out += '[';
  switch (kind) {
    case Kind::kInt:
    case Kind::kIntList:
      AppendNumber(row.number(index), out);
      break;
    case Kind::kRating:
      AppendNumber(row.number(index), out);
      out += ".0";
      break;
    case Kind::kBool:
      out += row.number(index) != 0 ? "true" : "false";
      break;
    case Kind::kText:
    case Kind::kTextList:
    case Kind::kDate:
      AppendJsonText(row.text(index), out);
  }
  if (is_list) out += ']';
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
    AppendCell(row, static_cast<int>(i), fields_[i].kind, out);
  }
  out += '}';
}

std::string V3RowFormat::Error(std::string_view text) const {
  return fmt::format("{{\"error\":{}}}", JsonText(text));
}

}  // namespace backlinks::embedded::ahrefs_v3
