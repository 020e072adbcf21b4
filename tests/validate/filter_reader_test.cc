// What the validator finds in filters: predicates, limits, text.
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/validate/violations_of.h"

namespace backlinks::validate {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing_validate::Case;
using testing_validate::NameOf;
using testing_validate::ValidAnd;
using testing_validate::ViolationsOf;

// The text is a predicate in `having`; the path continues after "predicate.".
class PredicateTest : public testing::TestWithParam<Case> {};

TEST_P(PredicateTest, ReportsTheViolation) {
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
        {"no_test", "title {}", "title", "exactly one test"},
        {"case_alone", "title { ignore_case: true }", "title",
         "exactly one test"},
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
         "title.subdomain_of", "title does not contain a URL"},
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
        {"number_no_test", "page_size {}", "page_size", "exactly one test"},
        {"number", "page_size { equals: -1 }", "-"},
        {"range", "page_size { range { start: 1 end: 2 } }", "-"},
        {"range_no_bound", "page_size { range {} }", "page_size.range",
         "a bound"},
        {"range_empty", "page_size { range { start: 2 end: 2 } }",
         "page_size.range", "empty"},
        {"range_inverted", "page_size { range { start: 3 end: 2 } }",
         "page_size.range", "start must be less than end"},
        {"numbers_empty", "page_size { any_of {} }", "page_size.any_of"},
        {"number_unset_false", "page_size { unset: false }", "page_size.unset"},
        {"time_no_test", "first_seen {}", "first_seen", "exactly one test"},
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
        {"bool_no_test", "nofollow {}", "nofollow", "exactly one test"},
        {"bool", "nofollow { equals: false }", "-"},
        {"bool_unset_false", "nofollow { unset: false }", "nofollow.unset"},
        {"kind_no_test", "link_type {}", "link_type", "exactly one test"},
        {"kinds", "link_type { any_of { values: [1, 7] } }", "-"},
        {"kinds_empty", "link_type { any_of {} }", "link_type.any_of"},
        {"kind_unspecified", "link_type { any_of { values: [1, 0] } }",
         "link_type.any_of.values[1]", "UNSPECIFIED"},
        {"kind_unknown", "link_type { any_of { values: 8 } }",
         "link_type.any_of.values[0]", "8"},
        {"having_only", "domain_rating { equals: 1 }", "-"}}),
    NameOf);

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
}  // namespace backlinks::validate
