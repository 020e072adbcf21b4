#include "service/validate/validator.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/common/status/status.h"
#include "tests/validate/violations_of.h"

namespace backlinks::validate {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing_validate::Case;
using testing_validate::NameOf;
using testing_validate::RequestOf;
using testing_validate::ValidAnd;
using testing_validate::ViolationsOf;

class ValidatorTest : public testing::TestWithParam<Case> {};

TEST_P(ValidatorTest, ReportsTheViolation) {
  const Case& c = GetParam();
  const auto violations = ViolationsOf(ValidAnd(c.request));
  if (c.path == "-") {
    EXPECT_THAT(violations, IsEmpty()) << violations.front().path;
    return;
  }
  ASSERT_THAT(violations, SizeIs(1)) << c.request;
  EXPECT_EQ(violations[0].path, c.path);
  EXPECT_THAT(violations[0].description, HasSubstr(c.description));
}

INSTANTIATE_TEST_SUITE_P(
    Query, ValidatorTest,
    testing::ValuesIn(std::vector<Case>{
        {"plain", "", "-"},
        {"mode_unknown", "query { mode: 9 }", "query.mode", "9"},
        {"mask_all", "query { read_mask { paths: '*' } }", "-"},
        {"mask_none", "query { read_mask {} }", "-"},
        {"mask_unknown", "query { read_mask { paths: 'alt' paths: 'titel' } }",
         "query.read_mask.paths[1]", "did you mean title?"},
        {"mask_camel", "query { read_mask { paths: 'urlFrom' } }",
         "query.read_mask.paths[0]", "did you mean url_from?"},
        {"mask_far", "query { read_mask { paths: 'zzzzzzzzzzzz' } }",
         "query.read_mask.paths[0]", "no column \"zzzzzzzzzzzz\""},
        {"mask_nested", "query { read_mask { paths: 'first_seen.seconds' } }",
         "query.read_mask.paths[0]"},
        {"mask_empty_path", "query { read_mask { paths: '' } }",
         "query.read_mask.paths[0]", "required"},
        {"mask_word", "query { read_mask { paths: 'link_type_word' } }",
         "query.read_mask.paths[0]", "returned with link_type"},
        {"mask_others", "query { read_mask { paths: 'other_columns' } }",
         "query.read_mask.paths[0]", "include_other_columns"},
        {"order", "query { order_by { column: 'alt' direction: 2 } }", "-"},
        {"order_unknown", "query { order_by { column: 'ahrefs_rang' } }",
         "query.order_by[0].column", "did you mean ahrefs_rank?"},
        {"order_unnamed", "query { order_by {} }", "query.order_by[0].column",
         "required"},
        {"order_direction", "query { order_by { column: 'alt' direction: 7 } }",
         "query.order_by[0].direction", "7"},
        {"order_twice",
         "query { order_by { column: 'alt' }"
         " order_by { column: 'alt' direction: SORT_DIRECTION_DESCENDING } }",
         "query.order_by[1].column", "already"}}),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Limits, ValidatorTest,
    testing::ValuesIn(std::vector<Case>{
        {"one_row", "row_limit: 1", "-"},
        {"max_rows", "row_limit: 1000000000", "-"},
        {"no_row", "row_limit: 0", "row_limit", "0"},
        {"negative_rows", "row_limit: -1", "row_limit", "-1"},
        {"absurd_rows", "row_limit: 1000000001", "row_limit"},
        {"all_rows", "all_rows: true max_price { milli_amount: 5 }", "-"},
        {"all_rows_unpaid", "all_rows: true", "max_price", "required"},
        {"all_rows_false", "all_rows: false max_price {}", "all_rows"},
        {"no_price", "max_price {}", "-"},
        {"negative_price", "max_price { milli_amount: -1 }",
         "max_price.milli_amount"},
        {"unknown_unit", "max_price { unit: 5 }", "max_price.unit", "5"},
        {"arrow", "response_format: RESPONSE_FORMAT_ARROW", "-"},
        {"unknown_format", "response_format: 7", "response_format", "7"},
        {"arrow_of_other_columns",
         "response_format: RESPONSE_FORMAT_ARROW include_other_columns: true",
         "include_other_columns", "RESPONSE_FORMAT_ARROW"}}),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Filter, ValidatorTest,
    testing::ValuesIn(std::vector<Case>{
        {"filter_empty", "query { where {} }", "query.where", "and_group"},
        {"and_empty", "query { where { and_group {} } }",
         "query.where.and_group", "empty"},
        {"or_empty", "query { having { or_group {} } }",
         "query.having.or_group", "empty"},
        {"not_empty", "query { where { not_expression {} } }",
         "query.where.not_expression"},
        {"no_column", "query { where { predicate {} } }",
         "query.where.predicate", "column"},
        {"deep_path",
         "query { where { and_group { filters { not_expression { or_group {"
         " filters { predicate { alt { equals: '' } } } filters {} } } } } } }",
         "query.where.and_group.filters[0].not_expression.or_group.filters[1]"},
        {"rating_in_where",
         "query { where { predicate { domain_rating { equals: 1 } } } }",
         "query.where.predicate.domain_rating", "having only"},
        {"top_in_where",
         "query { where { predicate { ahrefs_top { equals: 1 } } } }",
         "query.where.predicate.ahrefs_top", "having only"}}),
    NameOf);

TEST(ValidatorQueryTest, EmptyRequestNeedsAQuery) {
  const auto violations = ViolationsOf({});
  ASSERT_THAT(violations, SizeIs(1));
  EXPECT_EQ(violations[0].path, "query");
}

TEST(ValidatorQueryTest, ReportsEverythingAtOnce) {
  const auto violations = ViolationsOf(RequestOf(
      "query { where { predicate { domain_rating {} } } having {}"
      " order_by { column: 'x' direction: 9 } read_mask { paths: 'y' } }"
      " row_limit: 0 max_price { milli_amount: -1 unit: 4 }"));
  std::vector<std::string> paths;
  paths.reserve(violations.size());
  for (const Violation& violation : violations) paths.push_back(violation.path);
  EXPECT_THAT(paths, ElementsAre("query.target", "query.mode",
                                 "query.where.predicate.domain_rating",
                                 "query.where.predicate.domain_rating",
                                 "query.having", "query.order_by[0].direction",
                                 "query.order_by[0].column",
                                 "query.read_mask.paths[0]", "row_limit",
                                 "max_price.milli_amount", "max_price.unit"));
}

std::vector<std::string> ArrowColumns(const std::string& more) {
  const auto query =
      Validate(ValidAnd("response_format: RESPONSE_FORMAT_ARROW " + more));
  EXPECT_TRUE(query.ok()) << query.status();
  std::vector<std::string> names;
  if (!query.ok()) return names;
  ColumnSet columns;
  for (const Column* column : query->arrow_columns) {
    names.push_back(column->name);
    columns.set(column->number);
  }
  EXPECT_EQ(query->columns, columns);
  return names;
}

TEST(ValidatorQueryTest, ArrowHasTheColumnsOfTheMaskInItsOrder) {
  EXPECT_THAT(ArrowColumns("query { read_mask { paths: 'title' paths: 'alt'"
                           " paths: 'title' } }"),
              ElementsAre("title", "alt"));
  const auto all = ArrowColumns("");
  ASSERT_THAT(all, SizeIs(kColumnCount));
  EXPECT_EQ(all[0], "url_from");
  const auto title_first =
      ArrowColumns("query { read_mask { paths: 'title' paths: '*' } }");
  ASSERT_THAT(title_first, SizeIs(kColumnCount));
  EXPECT_EQ(title_first[0], "title");
  EXPECT_EQ(title_first[1], "url_from");
}

TEST(ValidatorQueryTest, RowsHaveNoArrowColumns) {
  for (const char* format : {"", "response_format: RESPONSE_FORMAT_UNSPECIFIED",
                             "response_format: RESPONSE_FORMAT_ROWS"}) {
    const auto query = Validate(ValidAnd(format));
    ASSERT_TRUE(query.ok());
    EXPECT_TRUE(query->arrow_columns.empty());
  }
}

TEST(ValidatorQueryTest, ReturnsTheQueryOfTheRequest) {
  const auto query = Validate(ValidAnd(
      "query { target: 'a.com/x' mode: TARGET_MODE_PREFIX"
      " where { not_expression { predicate { alt { equals: 'x' ignore_case: "
      "true } } } } order_by { column: 'alt' }"
      " order_by { column: 'title' direction: SORT_DIRECTION_DESCENDING }"
      " read_mask { paths: 'title' paths: 'title' } }"
      " max_price { milli_amount: 5 unit: PRICE_UNIT_ROWS }"
      " include_other_columns: true"));
  ASSERT_TRUE(query.ok()) << query.status();
  EXPECT_EQ(query->target, "a.com/x");
  EXPECT_EQ(query->mode, TargetMode::kPrefix);
  EXPECT_EQ(query->columns, ColumnSet(1U << 12));
  EXPECT_EQ(query->row_limit, kDefaultRowLimit);
  EXPECT_EQ(query->max_price, 5);
  EXPECT_EQ(query->max_price_unit, PriceUnit::kRows);
  EXPECT_TRUE(query->include_other_columns);
  ASSERT_THAT(query->order_by, SizeIs(2));
  EXPECT_EQ(query->order_by[0].column, 20);
  EXPECT_FALSE(query->order_by[0].descending);
  EXPECT_TRUE(query->order_by[1].descending);
  EXPECT_FALSE(query->having.has_value());
  ASSERT_TRUE(query->where.has_value());
  const FilterNode& leaf = query->where->children.at(0);
  EXPECT_EQ(query->where->path, "query.where");
  EXPECT_EQ(leaf.path, "query.where.not_expression.predicate.alt");
  EXPECT_EQ(leaf.column, 20);
  EXPECT_TRUE(std::get<TextMatcher>(leaf.matcher).ignore_case);
}

TEST(ValidatorQueryTest, AllRowsIsNoLimit) {
  const auto query =
      Validate(ValidAnd("all_rows: true max_price { milli_amount: 1 }"));
  ASSERT_TRUE(query.ok()) << query.status();
  EXPECT_EQ(query->row_limit, std::nullopt);
  EXPECT_EQ(query->max_price_unit, std::nullopt);
}

TEST(ValidatorQueryTest, TokensAreNotChecked) {
  EXPECT_TRUE(Validate(ValidAnd("resume_token: 'x'")).ok());
  EXPECT_EQ(
      GetReason(Validate(ValidAnd("resume_token: 'x' row_limit: 0")).status()),
      Reason::kInvalidQuery);
}

TEST(ValidatorQueryTest, ThePageSizeIsTheRowLimitOfAList) {
  v1::ListRefpagesRequest request;
  *request.mutable_query() = ValidAnd("").query();
  const auto limit_of = [&request](int32_t size) {
    request.set_page_size(size);
    const auto query = Validate(request);
    return query.ok() ? query->row_limit : std::nullopt;
  };
  EXPECT_EQ(limit_of(0), kDefaultPageSize);
  EXPECT_EQ(limit_of(1), 1);
  EXPECT_EQ(limit_of(kMaxPageSize), kMaxPageSize);
  EXPECT_EQ(limit_of(kMaxPageSize + 1), kMaxPageSize);
  EXPECT_EQ(limit_of(-1), std::nullopt);
}

TEST(ValidatorQueryTest, WhatIsExplainedIsReadAsWhatIsStreamed) {
  v1::ExplainRefpagesRequest request;
  *request.mutable_query() = ValidAnd("").query();
  request.set_all_rows(true);
  EXPECT_FALSE(Validate(request).ok());
  request.mutable_max_price()->set_milli_amount(7);
  const auto query = Validate(request);
  ASSERT_TRUE(query.ok()) << query.status();
  EXPECT_EQ(query->max_price, 7);
}

}  // namespace
}  // namespace backlinks::validate
