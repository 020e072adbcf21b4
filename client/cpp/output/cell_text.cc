#include "client/cpp/output/cell_text.h"

#include <algorithm>

#include "fmt/format.h"
#include "google/protobuf/util/time_util.h"

namespace backlinks::output {
namespace {

std::string LinkTypeWord(const v1::Refpage& row) {
  if (!row.link_type_word().empty()) return row.link_type_word();
  constexpr size_t kPrefix = sizeof("LINK_TYPE_") - 1;
  std::string word = v1::LinkType_Name(row.link_type());
  word.erase(0, std::min(word.size(), kPrefix));
  for (char& c : word) c = static_cast<char>(c | 0x20);
  return word;
}

}  // namespace

std::optional<std::string> CellText(const v1::Refpage& row,
                                    const Column& column) {
  const auto& reflection = *row.GetReflection();
  const auto& field =
      *v1::Refpage::descriptor()->FindFieldByNumber(column.number);
  if (!reflection.HasField(row, &field)) return std::nullopt;
  switch (column.type) {
    case ColumnType::kInt64:
      return fmt::to_string(reflection.GetInt64(row, &field));
    case ColumnType::kBool:
      return reflection.GetBool(row, &field) ? "true" : "false";
    case ColumnType::kLinkType:
      return LinkTypeWord(row);
    case ColumnType::kTimestamp:
      return google::protobuf::util::TimeUtil::ToString(
          static_cast<const google::protobuf::Timestamp&>(
              reflection.GetMessage(row, &field)));
    case ColumnType::kString:
      break;
  }
  return reflection.GetString(row, &field);
}

}  // namespace backlinks::output
