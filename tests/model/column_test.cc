// The table of columns against the documentation's, which is here in full:
// it is what users of this data rely on.
#include "service/common/column/column.h"

#include <string>

#include "backlinks/v1/refpage.pb.h"
#include "gtest/gtest.h"

namespace backlinks {
namespace {

struct Documented {
  std::string_view name;
  std::string_view type;
  bool where;
  bool having;
  std::string_view v3_field;
};

constexpr Documented kDocumented[] = {
    {"url_from", "string", true, true, "url_from"},
    {"url_to", "string", true, true, "url_to"},
    {"ahrefs_rank", "int", true, true, "url_rating_source"},
    {"domain_rating", "int", false, true, "domain_rating_source"},
    {"ahrefs_top", "int", false, true, "ahrefs_rank_target"},
    {"ip_from", "string", true, true, "ip_source"},
    {"links_internal", "int", true, true, "links_internal"},
    {"links_external", "int", true, true, "links_external"},
    {"page_size", "int", true, true, "page_size"},
    {"encoding", "string", true, true, "encoding"},
    {"language", "string", true, true, "languages"},
    {"title", "string", true, true, "title"},
    {"first_seen", "date", true, true, "first_seen_link"},
    {"last_visited", "date", true, true, "last_visited"},
    {"prev_visited", "date", true, true, ""},
    {"original", "boolean", true, true, "discovered_status"},
    {"link_type", "string", true, true, "link_type"},
    {"redirect", "int", true, true, "redirect_code"},
    {"nofollow", "boolean", true, true, "is_nofollow"},
    {"alt", "string", true, true, "alt"},
    {"anchor", "string", true, true, "anchor"},
    {"text_pre", "string", true, true, "snippet_left"},
    {"text_post", "string", true, true, "snippet_right"},
    {"http_code", "int", true, true, "http_code"},
    {"url_from_first_seen", "date", true, true, "first_seen"},
};

TEST(Columns, AreTheDocumentedOnesInTheirOrder) {
  ASSERT_EQ(std::size(kDocumented), static_cast<size_t>(kColumnCount));
  ASSERT_EQ(AllColumns().size(), std::size(kDocumented));
  for (int number = 1; number <= kColumnCount; ++number) {
    const Column& column = AllColumns()[number - 1];
    const Documented& documented = kDocumented[number - 1];
    EXPECT_EQ(column.number, number);
    EXPECT_EQ(column.name, documented.name);
    EXPECT_EQ(ColumnTypeName(column.type), documented.type) << column.name;
    EXPECT_EQ(column.in_where, documented.where) << column.name;
    EXPECT_EQ(column.in_having, documented.having) << column.name;
    EXPECT_EQ(column.v3_field, documented.v3_field) << column.name;
    // Every field that refpages needs costs one unit.
    EXPECT_EQ(column.v3_units, column.v3_field.empty() ? 0 : 1) << column.name;
    EXPECT_FALSE(column.description.empty()) << column.name;
    EXPECT_EQ(column.is_url, column.name.starts_with("url_") &&
                                 column.type == ColumnType::kString)
        << column.name;
  }
}

TEST(Columns, AreOptionalFieldsOfRefpageOfTheirTypes) {
  using google::protobuf::FieldDescriptor;
  for (const Column& column : AllColumns()) {
    const auto* field =
        v1::Refpage::descriptor()->FindFieldByNumber(column.number);
    ASSERT_NE(field, nullptr) << column.name;
    EXPECT_EQ(field->name(), column.name);
    EXPECT_TRUE(field->has_presence()) << column.name;
    const auto type = field->cpp_type();
    EXPECT_EQ(column.type == ColumnType::kString,
              type == FieldDescriptor::CPPTYPE_STRING);
    EXPECT_EQ(column.type == ColumnType::kInt64,
              type == FieldDescriptor::CPPTYPE_INT64);
    EXPECT_EQ(column.type == ColumnType::kBool,
              type == FieldDescriptor::CPPTYPE_BOOL);
    EXPECT_EQ(column.type == ColumnType::kLinkType,
              type == FieldDescriptor::CPPTYPE_ENUM);
    if (column.type == ColumnType::kTimestamp) {
      EXPECT_EQ(field->message_type()->full_name(),
                "google.protobuf.Timestamp");
    }
  }
}

TEST(Columns, AreFoundByNumberAndName) {
  for (const Column& column : AllColumns()) {
    EXPECT_EQ(&GetColumn(column.number), &column);
    EXPECT_EQ(FindColumn(column.name), &column);
  }
  for (const std::string_view name : {"", "URL_FROM", "url", "url_from ", "ugc",
                                      "link_type_word", "other_columns"}) {
    EXPECT_EQ(FindColumn(name), nullptr) << name;
  }
}

TEST(FullColumnSet, HasEveryColumnAndNoOther) {
  const ColumnSet all = FullColumnSet();
  EXPECT_EQ(all.count(), static_cast<size_t>(kColumnCount));
  EXPECT_FALSE(all[0]);
}

}  // namespace
}  // namespace backlinks
