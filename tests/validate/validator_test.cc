#include "service/validate/validator.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "service/status/status.h"

namespace backlinks {
namespace {

using google::protobuf::TextFormat;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

v1::StreamRefpagesRequest RequestOf(const std::string& text) {
  v1::StreamRefpagesRequest request;
  EXPECT_TRUE(TextFormat::ParseFromString(text, &request)) << text;
  return request;
}

// A valid request, and what the text adds to it.
v1::StreamRefpagesRequest ValidAnd(const std::string& text) {
  v1::StreamRefpagesRequest request = RequestOf(text);
  auto& query = *request.mutable_query();
  if (query.target().empty()) query.set_target("a.com");
  if (query.mode() == 0) query.set_mode(v1::TARGET_MODE_DOMAIN);
  return request;
}

std::vector<Violation> ViolationsOf(const v1::StreamRefpagesRequest& request) {
  const auto query = Validate(request);
  if (query.ok()) return {};
  EXPECT_EQ(GetReason(query.status()), Reason::kInvalidQuery);
  return GetViolations(query.status());
}

struct Case {
  std::string name;
  std::string request;
  std::string path;  // Of the one violation; "-": there is none.
  std::string description;
};

std::string NameOf(const testing::TestParamInfo<Case>& info) {
  return info.param.name;
}

class ValidatorTest : public testing::TestWithParam<Case> {};

TEST_P(ValidatorTest, FindsTheOneThing) {
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
         "query.read_mask.paths[0]", "comes with link_type"},
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
        {"most_rows", "row_limit: 1000000000", "-"},
        {"no_row", "row_limit: 0", "row_limit", "0"},
        {"negative_rows", "row_limit: -1", "row_limit", "-1"},
        {"absurd_rows", "row_limit: 1000000001", "row_limit"},
        {"all_rows", "all_rows: true max_price { milli_amount: 5 }", "-"},
        {"all_rows_unpaid", "all_rows: true", "max_price", "required"},
        {"all_rows_false", "all_rows: false max_price {}", "all_rows"},
        {"no_price", "max_price {}", "-"},
        {"negative_price", "max_price { milli_amount: -1 }",
         "max_price.milli_amount"},
        {"unknown_unit", "max_price { unit: 5 }", "max_price.unit", "5"}}),
    NameOf);

// The text is a predicate in `having`; the path goes on behind "predicate.".
class PredicateTest : public testing::TestWithParam<Case> {};

TEST_P(PredicateTest, FindsTheOneThing) {
  const Case& c = GetParam();
  const auto violations = ViolationsOf(
      ValidAnd("query { having { predicate { " + c.request + " } } }"));
  if (c.path == "-") {
    EXPECT_THAT(violations, IsEmpty()) << violations.front().description;
    return;
  }
  ASSERT_THAT(violations, SizeIs(1)) << c.request;
  EXPECT_EQ(violations[0].path, "query.having.predicate." + c.path);
  EXPECT_THAT(violations[0].description, HasSubstr(c.description));
}

INSTANTIATE_TEST_SUITE_P(
    Text, PredicateTest,
    testing::ValuesIn(std::vector<Case>{
        {"no_test", "title {}", "title", "no test"},
        {"case_alone", "title { ignore_case: true }", "title", "no test"},
        {"equals_empty", "title { equals: '' }", "-"},
        {"contains_empty", "title { contains: '' }", "title.contains"},
        {"word_empty", "title { has_word: '' }", "title.has_word"},
        {"start_empty", "title { starts_with: '' }", "title.starts_with"},
        {"end_empty", "title { ends_with: '' }", "title.ends_with"},
        {"regex", "title { matches: '^a(b|c)$' ignore_case: true }", "-"},
        {"regex_empty", "title { matches: '' }", "title.matches"},
        {"regex_bad", "title { matches: 'a(' }", "title.matches", "RE2"},
        {"regex_lookahead", "title { matches: '(?=a)' }", "title.matches",
         "RE2"},
        {"regex_huge", "title { matches: '((a{1,99}){1,99}){1,99}' }",
         "title.matches", "RE2"},
        {"subdomain", "url_from { subdomain_of: 'Example.com' }", "-"},
        {"subdomain_of_text", "title { subdomain_of: 'a.com' }",
         "title.subdomain_of", "title holds no URL"},
        {"subdomain_url", "url_to { subdomain_of: 'http://a.com/' }",
         "url_to.subdomain_of"},
        {"subdomain_empty", "url_to { subdomain_of: '' }",
         "url_to.subdomain_of"},
        {"subdomain_case", "url_to { subdomain_of: 'a.com' ignore_case: true }",
         "url_to.ignore_case"},
        {"set", "title { any_of { values: '' values: 'b' } }", "-"},
        {"set_empty", "title { any_of {} }", "title.any_of", "empty"},
        {"unset", "title { unset: true }", "-"},
        {"unset_false", "title { unset: false }", "title.unset"},
        {"unset_case", "title { unset: true ignore_case: true }",
         "title.ignore_case"}}),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Others, PredicateTest,
    testing::ValuesIn(std::vector<Case>{
        {"number_no_test", "page_size {}", "page_size", "no test"},
        {"number", "page_size { equals: -1 }", "-"},
        {"range", "page_size { range { start: 1 end: 2 } }", "-"},
        {"range_no_bound", "page_size { range {} }", "page_size.range",
         "no bound"},
        {"range_empty", "page_size { range { start: 2 end: 2 } }",
         "page_size.range", "empty"},
        {"range_inverted", "page_size { range { start: 3 end: 2 } }",
         "page_size.range", "start must lie below end"},
        {"numbers_empty", "page_size { any_of {} }", "page_size.any_of"},
        {"number_unset_false", "page_size { unset: false }", "page_size.unset"},
        {"time_no_test", "first_seen {}", "first_seen", "no test"},
        {"time", "first_seen { range { end_time { seconds: -1 } } }", "-"},
        {"time_no_bound", "first_seen { range {} }", "first_seen.range"},
        {"time_empty",
         "first_seen { range { start_time { seconds: 5 nanos: 2 }"
         " end_time { seconds: 5 nanos: 2 } } }",
         "first_seen.range"},
        {"time_too_late",
         "first_seen { range { end_time { seconds: 253402300800 } } }",
         "first_seen.range.end_time"},
        {"time_too_early",
         "first_seen { range { start_time { seconds: -62135596801 } } }",
         "first_seen.range.start_time"},
        {"time_bad_nanos",
         "first_seen { range { start_time { nanos: 1000000000 } } }",
         "first_seen.range.start_time"},
        {"time_negative_nanos",
         "first_seen { range { start_time { nanos: -1 } } }",
         "first_seen.range.start_time"},
        {"time_unset_false", "first_seen { unset: false }", "first_seen.unset"},
        {"bool_no_test", "nofollow {}", "nofollow", "no test"},
        {"bool", "nofollow { equals: false }", "-"},
        {"bool_unset_false", "nofollow { unset: false }", "nofollow.unset"},
        {"kind_no_test", "link_type {}", "link_type", "no test"},
        {"kinds", "link_type { any_of { values: [1, 7] } }", "-"},
        {"kinds_empty", "link_type { any_of {} }", "link_type.any_of"},
        {"kind_unspecified", "link_type { any_of { values: [1, 0] } }",
         "link_type.any_of.values[1]", "UNSPECIFIED"},
        {"kind_unknown", "link_type { any_of { values: 8 } }",
         "link_type.any_of.values[0]", "8"},
        {"having_only", "domain_rating { equals: 1 }", "-"}}),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Filter, ValidatorTest,
    testing::ValuesIn(std::vector<Case>{
        {"says_nothing", "query { where {} }", "query.where", "expr"},
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

TEST(ValidatorQueryTest, GivesWhatTheRequestSays) {
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
  EXPECT_TRUE(std::get<TextTest>(leaf.test).ignore_case);
}

TEST(ValidatorQueryTest, AllRowsIsNoLimit) {
  const auto query =
      Validate(ValidAnd("all_rows: true max_price { milli_amount: 1 }"));
  ASSERT_TRUE(query.ok()) << query.status();
  EXPECT_EQ(query->row_limit, std::nullopt);
  EXPECT_EQ(query->max_price_unit, std::nullopt);
}

TEST(ValidatorQueryTest, TokensAreTheCodecsBusiness) {
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

struct UnknownCase {
  std::string name;
  std::string bytes;  // Wire format, appended to a valid request.
  std::string path;
};

class UnknownFieldTest : public testing::TestWithParam<UnknownCase> {};

TEST_P(UnknownFieldTest, IsRefusedWhereverItStands) {
  v1::StreamRefpagesRequest request;
  ASSERT_TRUE(request.ParseFromString(ValidAnd("").SerializeAsString() +
                                      GetParam().bytes));
  const auto violations = ViolationsOf(request);
  ASSERT_THAT(violations, SizeIs(1));
  EXPECT_EQ(violations[0].path, GetParam().path);
  EXPECT_THAT(violations[0].description, HasSubstr("99"));
}

// "\x98\x06\x01" is field 99, the varint 1.
INSTANTIATE_TEST_SUITE_P(
    All, UnknownFieldTest,
    testing::ValuesIn(std::vector<UnknownCase>{
        {"request", "\x98\x06\x01", "99"},
        {"twice", "\x98\x06\x01\x98\x06\x01", "99"},
        {"query", "\x0A\x03\x98\x06\x01", "query.99"},
        {"order",
         "\x0A\x0A\x2A\x08\x0A\x03"
         "alt\x98\x06\x01",
         "query.order_by[0].99"},
        {"mask", "\x0A\x05\x32\x03\x98\x06\x01", "query.read_mask.99"},
        {"price", "\x22\x03\x98\x06\x01", "max_price.99"},
        {"predicate",
         // where { predicate { page_size { equals: 1 99: 1 } } }
         "\x0A\x0B\x1A\x09\x22\x07\x4A\x05\x08\x01\x98\x06\x01",
         "query.where.predicate.page_size.99"}}),
    [](const auto& info) { return info.param.name; });

v1::Filter Leaf() {
  v1::Filter filter;
  filter.mutable_predicate()->mutable_alt()->set_equals("x");
  return filter;
}

std::vector<Violation> ViolationsOfWhere(const v1::Filter& where) {
  v1::StreamRefpagesRequest request = ValidAnd("");
  *request.mutable_query()->mutable_where() = where;
  return ViolationsOf(request);
}

TEST(FilterLimitTest, DepthEndsAtSixteen) {
  v1::Filter filter = Leaf();
  for (int depth = 1; depth < kMaxFilterDepth; ++depth) {
    v1::Filter outer;
    *outer.mutable_not_expression() = std::move(filter);
    filter = std::move(outer);
  }
  EXPECT_THAT(ViolationsOfWhere(filter), IsEmpty());
  v1::Filter outer;
  *outer.mutable_not_expression() = filter;
  const auto violations = ViolationsOfWhere(outer);
  ASSERT_THAT(violations, SizeIs(1));
  EXPECT_THAT(violations[0].description, HasSubstr("deeper than 16"));
  // The longest path of all is still whole.
  EXPECT_EQ(violations[0].path.size(), 11 + 16 * 15);
  EXPECT_EQ(violations[0].path.substr(violations[0].path.size() - 15),
            ".not_expression");
}

TEST(FilterLimitTest, NodesEndAt256) {
  v1::Filter filter;
  for (int i = 1; i < kMaxFilterNodes; ++i) {
    *filter.mutable_and_group()->add_filters() = Leaf();
  }
  EXPECT_THAT(ViolationsOfWhere(filter), IsEmpty());
  for (int i = 0; i < 3; ++i) {
    *filter.mutable_and_group()->add_filters() = Leaf();
  }
  const auto violations = ViolationsOfWhere(filter);
  ASSERT_THAT(violations, SizeIs(1));
  EXPECT_EQ(violations[0].path, "query.where");
  EXPECT_THAT(violations[0].description, HasSubstr("256 nodes"));
}

TEST(FilterLimitTest, SetsEndAtAThousandValues) {
  v1::Filter filter;
  auto& set =
      *filter.mutable_predicate()->mutable_page_size()->mutable_any_of();
  for (int i = 0; i < kMaxSetValues; ++i) set.add_values(i);
  EXPECT_THAT(ViolationsOfWhere(filter), IsEmpty());
  set.add_values(0);
  const auto violations = ViolationsOfWhere(filter);
  ASSERT_THAT(violations, SizeIs(1));
  EXPECT_EQ(violations[0].path, "query.where.predicate.page_size.any_of");
}

TEST(FilterLimitTest, BytesEndAt64KiB) {
  v1::Filter filter;
  std::string& text =
      *filter.mutable_predicate()->mutable_alt()->mutable_equals();
  text.assign(kMaxFilterBytes, 'x');
  text.resize(2 * kMaxFilterBytes - filter.ByteSizeLong());
  ASSERT_EQ(filter.ByteSizeLong(), kMaxFilterBytes);
  EXPECT_THAT(ViolationsOfWhere(filter), IsEmpty());
  text += 'x';
  const auto violations = ViolationsOfWhere(filter);
  ASSERT_THAT(violations, SizeIs(1));
  EXPECT_EQ(violations[0].path, "query.where");
}

TEST(FilterTextTest, TextHasToBeUtf8) {
  v1::Filter filter;
  auto& group = *filter.mutable_and_group();
  group.add_filters()->mutable_predicate()->mutable_alt()->set_equals("\xFF");
  group.add_filters()->mutable_predicate()->mutable_alt()->set_matches("\xC3");
  auto& set = *group.add_filters()->mutable_predicate()->mutable_alt();
  set.mutable_any_of()->add_values("a");
  set.mutable_any_of()->add_values("\xED\xA0\x80");  // A surrogate.
  const auto violations = ViolationsOfWhere(filter);
  ASSERT_THAT(violations, SizeIs(3));
  EXPECT_THAT(violations[0].path, HasSubstr("alt.equals"));
  EXPECT_THAT(violations[1].path, HasSubstr("alt.matches"));
  EXPECT_THAT(violations[2].path, HasSubstr("alt.any_of.values[1]"));
}

}  // namespace
}  // namespace backlinks
