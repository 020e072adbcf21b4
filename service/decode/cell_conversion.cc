#include "service/decode/cell_conversion.h"

#include <array>
#include <utility>

#include "absl/strings/match.h"
#include "backlinks/v1/refpage.pb.h"
#include "service/common/text/decimal.h"

namespace backlinks::decode {
namespace {

constexpr std::array<std::pair<std::string_view, v1::LinkType>, 7> kLinkTypes{{
    {"href", v1::LINK_TYPE_HREF},
    {"redirect", v1::LINK_TYPE_REDIRECT},
    {"frame", v1::LINK_TYPE_FRAME},
    {"form", v1::LINK_TYPE_FORM},
    {"canonical", v1::LINK_TYPE_CANONICAL},
    {"rss", v1::LINK_TYPE_RSS},
    {"alternate", v1::LINK_TYPE_ALTERNATE},
}};

bool SetLinkType(int column, std::string_view word, Row& row) {
  for (const auto& [name, type] : kLinkTypes) {
    if (name == word) {
      row.SetWord(column, type, "");
      return true;
    }
  }
  row.SetWord(column, v1::LINK_TYPE_UNSPECIFIED, word);
  return true;
}

bool SetText(int column, std::string_view text, Row& row) {
  row.SetText(column, text);
  return true;
}

bool SetInt(int column, std::optional<int64_t> value, Row& row) {
  if (value) row.SetNumber(column, *value);
  return value.has_value();
}

bool SetBool(int column, std::optional<bool> value, Row& row) {
  if (value) row.SetNumber(column, *value ? 1 : 0);
  return value.has_value();
}

bool SetTime(int column, std::optional<Time> value, Row& row) {
  if (value) row.SetTime(column, *value);
  return value.has_value();
}

// Accepts 0, 1, and other spellings of them, such as 1.0.
std::optional<bool> ToBool(std::optional<int64_t> value) {
  if (!value || *value < 0 || *value > 1) return std::nullopt;
  return *value == 1;
}

bool EqualsIgnoreCase(std::string_view a, std::string_view b) {
  return absl::EqualsIgnoreCase({a.data(), a.size()}, {b.data(), b.size()});
}

}  // namespace

std::optional<bool> ExactBool(std::string_view text) {
  if (text == "1" || EqualsIgnoreCase(text, "true")) return true;
  if (text == "0" || EqualsIgnoreCase(text, "false")) return false;
  return std::nullopt;
}

bool SetFromText(ColumnType type, int column, std::string_view text, Row& row) {
  switch (type) {
    case ColumnType::kString:
      return SetText(column, text, row);
    case ColumnType::kInt64:
      return SetInt(column, text::ExactInt(text), row);
    case ColumnType::kTimestamp:
      return SetTime(column, ExactTime(text), row);
    case ColumnType::kBool:
      return SetBool(column, ExactBool(text), row);
    case ColumnType::kLinkType:
      break;
  }
  return SetLinkType(column, text, row);
}

bool SetFromNumber(ColumnType type, int column, std::string_view written,
                   Row& row) {
  switch (type) {
    case ColumnType::kString:  // A title may be the number 2013.
      return SetText(column, written, row);
    case ColumnType::kInt64:
      return SetInt(column, text::ExactInt(written), row);
    case ColumnType::kBool:
      return SetBool(column, ToBool(text::ExactInt(written)), row);
    case ColumnType::kTimestamp:
    case ColumnType::kLinkType:
      break;
  }
  return false;
}

bool SetFromBool(ColumnType type, int column, bool value, Row& row) {
  return type == ColumnType::kBool && SetBool(column, value, row);
}

}  // namespace backlinks::decode
