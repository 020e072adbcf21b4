// What a case expects, against what is.
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/ascii.h"
#include "fmt/format.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/time_util.h"
#include "gtest/gtest.h"
#include "service/common/status/status.h"
#include "tests/conformance/conformance_case.h"

namespace backlinks::conformance {
namespace {

using testing::Field;

namespace json = boost::json;
using Texts = std::vector<std::string>;

constexpr std::string_view kLinkTypePrefix = "LINK_TYPE_";

const json::value* Find(const json::object& object, std::string_view key) {
  return object.if_contains({key.data(), key.size()});
}

std::string TextIn(const json::object& object, std::string_view key) {
  const json::value* value = Find(object, key);
  return value == nullptr ? "" : ValueText(*value);
}

Texts TextsIn(const json::object& object, std::string_view key) {
  Texts texts;
  const json::value* value = Find(object, key);
  if (value == nullptr) return texts;
  for (const json::value& member : value->as_array()) {
    texts.push_back(ValueText(member));
  }
  return texts;
}

Texts TextsOf(const google::protobuf::RepeatedPtrField<std::string>& names) {
  return {names.begin(), names.end()};
}

Texts OrderOf(const v1::ExplainRefpagesResponse& explain) {
  Texts keys;
  for (const v1::OrderBy& key : explain.order_by()) {
    const bool descending = key.direction() == v1::SORT_DIRECTION_DESCENDING;
    keys.push_back(
        fmt::format("{}:{}", key.column(), descending ? "desc" : "asc"));
  }
  return keys;
}

Texts PagesOf(const v1::ExplainRefpagesResponse& explain) {
  Texts pages;
  for (const v1::PlannedPage& page : explain.pages()) {
    pages.push_back(
        fmt::format("[{},{}]", page.row_offset(), page.row_limit()));
  }
  return pages;
}

void ExpectFigures(const json::object& expected,
                   const v1::ExplainRefpagesResponse& is) {
  EXPECT_EQ(std::to_string(is.min_call_count()),
            TextIn(expected, "min_call_count"));
  EXPECT_EQ(is.has_max_call_count() ? std::to_string(is.max_call_count()) : "",
            TextIn(expected, "max_call_count"));
  EXPECT_EQ(std::to_string(is.min_price().milli_amount()),
            TextIn(expected, "min_milli_price"));
  EXPECT_EQ(
      is.has_max_price() ? std::to_string(is.max_price().milli_amount()) : "",
      TextIn(expected, "max_milli_price"));
}

}  // namespace

void ExpectExplain(const Case& expected,
                   const v1::ExplainRefpagesResponse& is) {
  const json::object& explain = expected.explain;
  EXPECT_EQ(is.pushed_where(), TextIn(explain, "pushed_where"));
  EXPECT_EQ(is.pushed_having(), TextIn(explain, "pushed_having"));
  EXPECT_EQ(is.residual_filter(), TextIn(explain, "residual_filter"));
  EXPECT_EQ(TextsOf(is.selected_columns()),
            TextsIn(explain, "selected_columns"));
  EXPECT_EQ(TextsOf(is.added_columns()), TextsIn(explain, "added_columns"));
  EXPECT_EQ(OrderOf(is), TextsIn(explain, "order_by"));
  EXPECT_EQ(PagesOf(is), TextsIn(explain, "pages"));
  EXPECT_THAT(TextsOf(is.missing_columns()), testing::IsEmpty());
  ExpectFigures(explain, is);
}

void ExpectError(const json::object& expected, const absl::Status& is) {
  EXPECT_EQ(absl::StatusCodeToString(is.code()), TextIn(expected, "code"));
  const auto reason = GetReason(is);
  ASSERT_TRUE(reason.has_value()) << is;
  EXPECT_EQ(ReasonName(*reason), TextIn(expected, "reason"));
  const std::string path = TextIn(expected, "path");
  const auto violations = GetViolations(is);
  if (path.empty()) {
    EXPECT_THAT(violations, testing::IsEmpty());
  } else {
    EXPECT_THAT(violations, testing::Contains(Field(&Violation::path, path)));
  }
}

std::string CellText(const v1::Refpage& row, const std::string& column) {
  using google::protobuf::FieldDescriptor;
  const auto* field = v1::Refpage::descriptor()->FindFieldByName(column);
  const auto& cells = *row.GetReflection();
  if (field == nullptr || !cells.HasField(row, field)) return "";
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT64:
      return std::to_string(cells.GetInt64(row, field));
    case FieldDescriptor::CPPTYPE_BOOL:
      return cells.GetBool(row, field) ? "true" : "false";
    case FieldDescriptor::CPPTYPE_ENUM:
      return absl::AsciiStrToLower(
          std::string(cells.GetEnum(row, field)->name())
              .substr(kLinkTypePrefix.size()));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return google::protobuf::util::TimeUtil::ToString(
          dynamic_cast<const google::protobuf::Timestamp&>(
              cells.GetMessage(row, field)));
    default:
      return cells.GetString(row, field);
  }
}

}  // namespace backlinks::conformance
