#include "service/dialect/ahrefs_v2/conditions.h"

#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "service/dialect/ahrefs_v2/literals.h"
#include "tests/support/random_source.h"
#include "tests/support/v2_text.h"

namespace backlinks::dialect::ahrefs_v2 {
namespace {

using testing_support::ParseV2;
using testing_support::RandomSource;

constexpr int64_t kDay = int64_t{24} * 60 * 60;
constexpr int64_t kMin = std::numeric_limits<int64_t>::min();
constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
// What is said, after "~" if it is wider than the predicate; "~": nothing.
struct Case {
  std::string name;
  std::string column;
  Matcher matcher;
  std::string translation;
  std::string translation_negated;
  // On a column that may be absent; "": as on others.
  std::string translation_negated_of_nullable;
};

std::string Show(const Translation& translation) {
  return (translation.exact ? "" : "~") + translation.condition;
}

Matcher Text(TextOperator op, std::string value, bool ignore_case = false) {
  return TextMatcher{op, std::move(value), ignore_case};
}

std::vector<Case> TextCases() {
  using Op = TextOperator;
  return {
      {"equals", "title", Text(Op::kEquals, "seo"), R"(title="seo")",
       R"(title<>"seo")"},
      {"equals_empty", "alt", Text(Op::kEquals, ""), R"(alt="")", R"(alt<>"")"},
      {"equals_escaped", "title", Text(Op::kEquals, R"(a"b\c'd)"),
       R"(title="a\"b\\c\'d")", R"(title<>"a\"b\\c\'d")"},
      {"equals_nul", "title", Text(Op::kEquals, std::string("a\0b", 3)),
       R"(title="a\0b")", R"(title<>"a\0b")"},
      {"contains", "anchor", Text(Op::kContains, "検索"),
       R"(substring(anchor,"検索"))", "~"},
      {"word", "title", Text(Op::kHasWord, "seo"), R"(~word(title,"seo"))",
       "~"},
      {"word_beyond_ascii", "title", Text(Op::kHasWord, "検索"),
       R"(~word(title,"検索"))", "~"},
      {"word_that_is_two", "title", Text(Op::kHasWord, "a b"),
       R"(~substring(title,"a b"))", "~"},
      {"word_that_is_a_sign", "title", Text(Op::kHasWord, "-"),
       R"(~substring(title,"-"))", "~"},
      {"subdomain", "url_from", Text(Op::kSubdomainOf, "example.com"),
       R"(subdomain(url_from,"example.com"))", "~"},
      {"subdomain_in_other_script", "url_from",
       Text(Op::kSubdomainOf, "www.xn--bcher-kva.co.example"),
       R"(~subdomain(url_from,"co.example"))", "~"},
      {"top_level_in_other_script", "url_from",
       Text(Op::kSubdomainOf, "a.xn--p1ai"), "~", "~"},
      {"starts_with", "title", Text(Op::kStartsWith, "a"),
       R"(~substring(title,"a"))", "~"},
      {"ends_with", "title", Text(Op::kEndsWith, R"(a")"),
       R"(~substring(title,"a\""))", "~"},
      {"matches", "title", Text(Op::kMatches, "a"), "~", "~"},
      {"matches_any_case", "title", Text(Op::kMatches, "1", true), "~", "~"},
      {"set_of_one", "language", TextSetMatcher{{"en"}, false},
       R"(language="en")", R"(language<>"en")"},
      {"set_of_two", "language", TextSetMatcher{{"en", "ja"}, false}, "~",
       R"(language<>"en",language<>"ja")"},
      {"unset", "title", UnsetMatcher{}, "~", "~"},
  };
}

std::vector<Case> AnyCaseCases() {
  using Op = TextOperator;
  return {
      {"equals", "title", Text(Op::kEquals, "Seo", true), "~",
       R"(~title<>"Seo")"},
      {"equals_partly", "title", Text(Op::kEquals, "Seo 24/7", true),
       R"(~substring(title," 24/7"))", R"(~title<>"Seo 24/7")"},
      {"equals_caseless", "ip_from", Text(Op::kEquals, "192.0.2.1", true),
       R"(ip_from="192.0.2.1")", R"(ip_from<>"192.0.2.1")"},
      {"equals_beyond_ascii", "title", Text(Op::kEquals, "É", true), "~",
       R"(~title<>"É")"},
      {"contains", "anchor", Text(Op::kContains, "x", true), "~", "~"},
      {"contains_partly", "anchor", Text(Op::kContains, "x1y23z45", true),
       R"(~substring(anchor,"23"))", "~"},
      {"contains_characters_not_bytes", "anchor",
       Text(Op::kContains, "検索a123b", true), R"(~substring(anchor,"123"))",
       "~"},
      {"contains_caseless", "anchor", Text(Op::kContains, "検索", true),
       R"(substring(anchor,"検索"))", "~"},
      {"word_partly", "title", Text(Op::kHasWord, "検索seo", true),
       R"(~substring(title,"検索"))", "~"},
      {"word_caseless", "title", Text(Op::kHasWord, "検索", true),
       R"(~word(title,"検索"))", "~"},
      {"starts_with", "title", Text(Op::kStartsWith, "a-b", true),
       R"(~substring(title,"-"))", "~"},
      {"ends_with_caseless", "title", Text(Op::kEndsWith, "-", true),
       R"(~substring(title,"-"))", "~"},
      {"set_of_one", "language", TextSetMatcher{{"EN"}, true}, "~",
       R"(~language<>"EN")"},
      {"set_of_one_caseless", "language", TextSetMatcher{{"1"}, true},
       R"(language="1")", R"(language<>"1")"},
      {"set", "language", TextSetMatcher{{"1", "ja"}, true}, "~",
       R"(~language<>"1",language<>"ja")"},
  };
}

std::vector<Case> NumberCases() {
  return {
      {"one", "ahrefs_rank", NumberSetMatcher{{-7}}, "ahrefs_rank=-7",
       "ahrefs_rank<>-7"},
      {"several", "ahrefs_rank", NumberSetMatcher{{9, 1, 4}},
       "~ahrefs_rank>=1,ahrefs_rank<=9",
       "ahrefs_rank<>1,ahrefs_rank<>4,ahrefs_rank<>9"},
      {"several_without_gap", "ahrefs_rank", NumberSetMatcher{{3, 1, 2, 1}},
       "ahrefs_rank>=1,ahrefs_rank<=3",
       "ahrefs_rank<>1,ahrefs_rank<>2,ahrefs_rank<>3"},
      {"several_far_apart", "page_size", NumberSetMatcher{{kMax, kMin}},
       "~page_size>=-9223372036854775808,page_size<=9223372036854775807",
       "page_size<>-9223372036854775808,page_size<>9223372036854775807"},
      {"at_least", "page_size", NumberRangeMatcher{kMin, {}},
       "page_size>=-9223372036854775808", "page_size<-9223372036854775808",
       "~"},
      {"below", "page_size", NumberRangeMatcher{{}, 5}, "page_size<5",
       "page_size>=5", "~"},
      {"between", "page_size", NumberRangeMatcher{1, 5},
       "page_size>=1,page_size<5", "~"},
      {"between_all", "page_size", NumberRangeMatcher{kMin, kMax},
       "page_size>=-9223372036854775808,page_size<9223372036854775807", "~"},
      {"range_of_one", "http_code", NumberRangeMatcher{200, 201},
       "http_code=200", "http_code<>200"},
      {"unset", "redirect", UnsetMatcher{}, "~", "~"},
  };
}

std::vector<Case> DateCases() {
  const Time noon = {16'000 * kDay + kDay / 2, 0};
  const Time last = {2'932'896 * kDay, 0};
  const Time last_noon = {2'932'896 * kDay + kDay / 2, 0};
  const Time last_evening = {2'932'896 * kDay + kDay - 1, 999'999'999};
  return {
      {"since", "first_seen", TimeRangeMatcher{Time{16'000 * kDay, 0}, {}},
       R"(first_seen>="2013-10-22")", R"(first_seen<"2013-10-22")", "~"},
      {"until", "first_seen", TimeRangeMatcher{{}, Time{-kDay, 0}},
       R"(first_seen<"1969-12-31")", R"(first_seen>="1969-12-31")", "~"},
      {"first_and_last_day", "first_seen",
       TimeRangeMatcher{Time{-719'162 * kDay, 0}, last},
       R"(first_seen>="0001-01-01",first_seen<"9999-12-31")", "~"},
      {"since_a_second", "first_seen",
       TimeRangeMatcher{Time{16'000 * kDay + 1, 0}, {}},
       R"(~first_seen>="2013-10-22")", R"(~first_seen<"2013-10-23")", "~"},
      {"since_before_1970", "first_seen", TimeRangeMatcher{Time{-1, 5}, {}},
       R"(~first_seen>="1969-12-31")", R"(~first_seen<"1970-01-01")", "~"},
      {"until_a_nanosecond", "first_seen",
       TimeRangeMatcher{{}, Time{16'000 * kDay, 1}},
       R"(~first_seen<"2013-10-23")", R"(~first_seen>="2013-10-22")", "~"},
      {"until_a_time_before_1970", "first_seen",
       TimeRangeMatcher{{}, Time{-kDay - 1, 0}}, R"(~first_seen<"1969-12-31")",
       R"(~first_seen>="1969-12-30")", "~"},
      {"one_bound_within_a_day", "first_seen",
       TimeRangeMatcher{Time{0, 0}, Time{3600, 0}},
       R"(~first_seen>="1970-01-01",first_seen<"1970-01-02")", "~"},
      {"two_bounds_within_a_day", "first_seen",
       TimeRangeMatcher{noon, Time{noon.seconds + 1, 0}},
       R"(~first_seen>="2013-10-22",first_seen<"2013-10-23")", "~"},
      {"until_the_last_noon", "last_visited", TimeRangeMatcher{{}, last_noon},
       "~", R"(~last_visited>="9999-12-31")", "~"},
      {"since_the_last_noon", "last_visited", TimeRangeMatcher{last_noon, {}},
       R"(~last_visited>="9999-12-31")", "~"},
      {"on_the_last_evening", "last_visited",
       TimeRangeMatcher{last_noon, last_evening},
       R"(~last_visited>="9999-12-31")", "~"},
  };
}

std::vector<Case> OtherCases() {
  using v1::LinkType;
  return {
      {"yes", "nofollow", BoolMatcher{true}, "nofollow=true", "nofollow<>true"},
      {"no", "original", BoolMatcher{false}, "original=false",
       "original<>false"},
      {"link_type", "link_type", LinkTypeMatcher{{v1::LINK_TYPE_CANONICAL}},
       R"(link_type="canonical")", R"(link_type<>"canonical")"},
      {"link_type_twice", "link_type",
       LinkTypeMatcher{{v1::LINK_TYPE_RSS, v1::LINK_TYPE_RSS}},
       R"(link_type="rss")", R"(link_type<>"rss")"},
      {"link_types", "link_type",
       LinkTypeMatcher{{v1::LINK_TYPE_HREF, v1::LINK_TYPE_RSS}},
       R"(~link_type<>"redirect",link_type<>"frame",link_type<>"form",)"
       R"(link_type<>"canonical",link_type<>"alternate")",
       R"(link_type<>"href",link_type<>"rss")"},
      {"all_link_types", "link_type",
       LinkTypeMatcher{{LinkType(1), LinkType(2), LinkType(3), LinkType(4),
                        LinkType(5), LinkType(6), LinkType(7)}},
       "~",
       R"(link_type<>"href",link_type<>"redirect",link_type<>"frame",)"
       R"(link_type<>"form",link_type<>"canonical",link_type<>"rss",)"
       R"(link_type<>"alternate")"},
  };
}

class ConditionsTest : public testing::TestWithParam<Case> {};

TEST_P(ConditionsTest, TranslatesWhatV2CanExpressAndWhetherThatIsAll) {
  const Case& c = GetParam();
  FilterNode node;
  node.column = FindColumn(c.column)->number;
  node.matcher = c.matcher;
  EXPECT_EQ(Show(TranslateToV2(node, false)), c.translation);
  EXPECT_EQ(Show(TranslateToV2(node, true)), c.translation_negated);
}

TEST_P(ConditionsTest, TranslatesOptionalColumnsExceptForOrders) {
  const Case& c = GetParam();
  FilterNode node;
  node.column = FindColumn(c.column)->number;
  node.matcher = c.matcher;
  const ColumnSet nullable = ColumnSet().set(node.column);
  EXPECT_EQ(Show(TranslateToV2(node, false, nullable)), c.translation);
  EXPECT_EQ(Show(TranslateToV2(node, true, nullable)),
            c.translation_negated_of_nullable.empty()
                ? c.translation_negated
                : c.translation_negated_of_nullable);
}

std::string NameOf(const testing::TestParamInfo<Case>& info) {
  return info.param.name;
}

INSTANTIATE_TEST_SUITE_P(Text, ConditionsTest, testing::ValuesIn(TextCases()),
                         NameOf);
INSTANTIATE_TEST_SUITE_P(AnyCase, ConditionsTest,
                         testing::ValuesIn(AnyCaseCases()), NameOf);
INSTANTIATE_TEST_SUITE_P(Number, ConditionsTest,
                         testing::ValuesIn(NumberCases()), NameOf);
INSTANTIATE_TEST_SUITE_P(Date, ConditionsTest, testing::ValuesIn(DateCases()),
                         NameOf);
INSTANTIATE_TEST_SUITE_P(Other, ConditionsTest, testing::ValuesIn(OtherCases()),
                         NameOf);

TEST(ConditionsJoinTest, NothingIsNoCondition) {
  EXPECT_EQ(JoinInV2({}), "");
  EXPECT_EQ(JoinInV2({"a=1"}), "a=1");
  EXPECT_EQ(JoinInV2({"a=1", "b=2"}), "a=1,b=2");
}

TEST(ConditionsPropertyTest, NoValueBreaksOutOfItsLiteral) {
  RandomSource random(testing_support::PrintedSeed());
  for (int i = 0; i < 20'000; ++i) {
    const std::string value = random.HostileBytes(12);
    const std::string text =
        JoinInV2({"title=" + QuoteInV2(value), "ahrefs_rank>=20"});
    const auto conditions = ParseV2(text);
    ASSERT_TRUE(conditions.has_value()) << text;
    ASSERT_EQ(conditions->size(), 2U) << text;
    ASSERT_EQ(conditions->front().literal, value) << text;
    ASSERT_EQ(conditions->back().literal, "20") << text;
  }
}

}  // namespace
}  // namespace backlinks::dialect::ahrefs_v2
