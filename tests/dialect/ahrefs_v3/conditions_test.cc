#include "service/dialect/ahrefs_v3/conditions.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "boost/json/parse.hpp"
#include "boost/system/error_code.hpp"
#include "gtest/gtest.h"
#include "service/dialect/ahrefs_v3/literals.h"
#include "tests/support/random_source.h"

namespace backlinks::dialect::ahrefs_v3 {
namespace {

namespace json = boost::json;
using testing_support::RandomSource;

constexpr int64_t kDay = int64_t{24} * 60 * 60;
constexpr int64_t kBeginOfYear1 = -719'162 * kDay;
constexpr int64_t kEndOfYear9999 = 2'932'897 * kDay;
constexpr int64_t kMin = std::numeric_limits<int64_t>::min();
constexpr int64_t kMax = std::numeric_limits<int64_t>::max();

// What is said, after "~" if it is wider than the predicate; "~": nothing.
struct Case {
  std::string name;
  std::string column;
  Matcher matcher;
  std::string translation;
};

std::string Show(const Translation& translation) {
  return (translation.exact ? "" : "~") + translation.condition;
}

FilterNode Predicate(std::string_view column, Matcher test) {
  FilterNode node;
  node.column = FindColumn(column)->number;
  node.matcher = std::move(test);
  return node;
}

Matcher Text(TextOperator op, std::string value, bool ignore_case = false) {
  return TextMatcher{op, std::move(value), ignore_case};
}

std::vector<Case> TextCases() {
  using Op = TextOperator;
  return {
      {"equals", "title", Text(Op::kEquals, "seo"),
       R"({"field":"title","is":["eq","seo"]})"},
      {"equals_empty", "alt", Text(Op::kEquals, ""),
       R"({"field":"alt","is":["eq",""]})"},
      {"equals_escaped", "title", Text(Op::kEquals, "a\"b\\c'\n\x01"),
       R"({"field":"title","is":["eq","a\"b\\c'\n\u0001"]})"},
      {"equals_nul", "title", Text(Op::kEquals, std::string("a\0b", 3)),
       R"({"field":"title","is":["eq","a\u0000b"]})"},
      {"contains", "anchor", Text(Op::kContains, "検索"),
       R"({"field":"anchor","is":["substring","検索"]})"},
      {"contains_empty", "anchor", Text(Op::kContains, ""),
       R"({"not":{"field":"anchor","is":"is_null"}})"},
      {"starts_with", "text_pre", Text(Op::kStartsWith, "a"),
       R"({"field":"snippet_left","is":["prefix","a"]})"},
      {"starts_with_empty", "text_pre", Text(Op::kStartsWith, ""),
       R"({"not":{"field":"snippet_left","is":"is_null"}})"},
      {"ends_with", "text_post", Text(Op::kEndsWith, "a"),
       R"({"field":"snippet_right","is":["suffix","a"]})"},
      {"word", "title", Text(Op::kHasWord, "seo"),
       R"(~{"field":"title","is":["phrase_match","seo"]})"},
      {"word_that_is_two", "title", Text(Op::kHasWord, "a b"),
       R"(~{"field":"title","is":["substring","a b"]})"},
      {"word_that_is_a_sign", "title", Text(Op::kHasWord, "-"),
       R"(~{"field":"title","is":["substring","-"]})"},
      {"word_that_is_none", "title", Text(Op::kHasWord, ""),
       R"(~{"not":{"field":"title","is":"is_null"}})"},
      {"matches", "title", Text(Op::kMatches, R"(^a|\d$)"),
       R"({"field":"title","is":["regex","^a|\\d$"]})"},
      {"set_of_one", "encoding", TextSetMatcher{{"utf8"}, false},
       R"({"field":"encoding","is":["eq","utf8"]})"},
      {"set_of_two", "encoding", TextSetMatcher{{"utf8", ""}, false},
       R"({"or":[{"field":"encoding","is":["eq","utf8"]},)"
       R"({"field":"encoding","is":["eq",""]}]})"},
      {"unset", "alt", UnsetMatcher{}, R"({"field":"alt","is":"is_null"})"},
  };
}

std::vector<Case> AnyCaseCases() {
  using Op = TextOperator;
  return {
      {"equals", "title", Text(Op::kEquals, "Seo 24/7", true),
       R"(~{"field":"title","is":["isubstring","Seo 24/7"]})"},
      {"equals_caseless", "ip_from", Text(Op::kEquals, "192.0.2.1", true),
       R"({"field":"ip_source","is":["eq","192.0.2.1"]})"},
      {"equals_empty", "alt", Text(Op::kEquals, "", true),
       R"({"field":"alt","is":["eq",""]})"},
      {"contains", "anchor", Text(Op::kContains, "É", true),
       R"(~{"field":"anchor","is":["isubstring","É"]})"},
      {"contains_caseless", "anchor", Text(Op::kContains, "検索", true),
       R"({"field":"anchor","is":["substring","検索"]})"},
      {"contains_empty", "anchor", Text(Op::kContains, "", true),
       R"({"not":{"field":"anchor","is":"is_null"}})"},
      {"word", "title", Text(Op::kHasWord, "seo", true),
       R"(~{"field":"title","is":["isubstring","seo"]})"},
      {"word_caseless", "title", Text(Op::kHasWord, "検索", true),
       R"(~{"field":"title","is":["phrase_match","検索"]})"},
      {"starts_with", "title", Text(Op::kStartsWith, "a-", true),
       R"(~{"field":"title","is":["isubstring","a-"]})"},
      {"ends_with", "title", Text(Op::kEndsWith, "-a", true),
       R"(~{"field":"title","is":["isubstring","-a"]})"},
      {"ends_with_caseless", "title", Text(Op::kEndsWith, "-", true),
       R"({"field":"title","is":["suffix","-"]})"},
      {"matches", "title", Text(Op::kMatches, "a|b", true),
       R"({"field":"title","is":["regex","(?i)a|b"]})"},
      {"set", "encoding", TextSetMatcher{{"1", "Utf8"}, true},
       R"(~{"or":[{"field":"encoding","is":["eq","1"]},)"
       R"({"field":"encoding","is":["isubstring","Utf8"]}]})"},
      {"set_caseless", "encoding", TextSetMatcher{{"1", "2"}, true},
       R"({"or":[{"field":"encoding","is":["eq","1"]},)"
       R"({"field":"encoding","is":["eq","2"]}]})"},
  };
}

std::vector<Case> HostCases() {
  const auto below = [](std::string value) {
    return Text(TextOperator::kSubdomainOf, std::move(value));
  };
  return {
      {"source", "url_from", below("example.com"),
       R"({"or":[{"field":"name_source","is":["eq","example.com"]},)"
       R"({"field":"name_source","is":["suffix",".example.com"]}]})"},
      {"ip_v4", "url_to", below("192.0.2.1"),
       R"({"or":[{"field":"name_target","is":["eq","192.0.2.1"]},)"
       R"({"field":"name_target","is":["suffix",".192.0.2.1"]}]})"},
      {"ip_v6", "url_to", below("[::1]"), "~"},
      {"no_name", "url_to", below(""), "~"},
      {"other_script", "url_from", below("xn--bcher-kva.example"),
       R"(~{"or":[{"field":"name_source","is":["eq","example"]},)"
       R"({"field":"name_source","is":["suffix",".example"]}]})"},
      {"top_level_in_other_script", "url_from", below("a.xn--p1ai"), "~"},
  };
}

std::vector<Case> LanguageCases() {
  using Op = TextOperator;
  return {
      {"equals", "language", Text(Op::kEquals, "en"),
       R"(~{"field":"languages","list_is":{"any":["eq","en"]}})"},
      {"equals_any_case", "language", Text(Op::kEquals, "EN", true),
       R"(~{"field":"languages","list_is":{"any":["isubstring","EN"]}})"},
      {"contains", "language", Text(Op::kContains, "e"),
       R"(~{"field":"languages","list_is":{"any":["substring","e"]}})"},
      {"contains_empty", "language", Text(Op::kContains, ""), "~"},
      {"starts_with", "language", Text(Op::kStartsWith, "e"),
       R"(~{"field":"languages","list_is":{"any":["prefix","e"]}})"},
      {"matches", "language", Text(Op::kMatches, "e.", true),
       R"(~{"field":"languages","list_is":{"any":["regex","(?i)e."]}})"},
      {"word", "language", Text(Op::kHasWord, "en"),
       R"(~{"field":"languages","list_is":{"any":["phrase_match","en"]}})"},
      {"set", "language", TextSetMatcher{{"en", "ja"}, false},
       R"(~{"or":[{"field":"languages","list_is":{"any":["eq","en"]}},)"
       R"({"field":"languages","list_is":{"any":["eq","ja"]}}]})"},
      {"unset", "language", UnsetMatcher{}, "~"},
  };
}

std::vector<Case> NumberCases() {
  return {
      {"one", "http_code", NumberSetMatcher{{-7}},
       R"({"field":"http_code","is":["eq",-7]})"},
      {"several", "http_code", NumberSetMatcher{{9, 1, 9}},
       R"({"or":[{"field":"http_code","is":["eq",1]},)"
       R"({"field":"http_code","is":["eq",9]}]})"},
      {"at_least", "page_size", NumberRangeMatcher{kMin, {}},
       R"({"field":"page_size","is":["gte",-9223372036854775808]})"},
      {"below", "ahrefs_top", NumberRangeMatcher{{}, kMax},
       R"({"field":"ahrefs_rank_target","is":["lt",9223372036854775807]})"},
      {"between", "page_size", NumberRangeMatcher{1, 5},
       R"({"and":[{"field":"page_size","is":["gte",1]},)"
       R"({"field":"page_size","is":["lt",5]}]})"},
      {"unset", "redirect", UnsetMatcher{},
       R"({"field":"redirect_code","is":"is_null"})"},
  };
}

std::vector<Case> RatingCases() {
  return {
      {"at_least", "ahrefs_rank", NumberRangeMatcher{21, {}},
       R"({"field":"url_rating_source","is":["gte",20.5]})"},
      {"at_least_one", "ahrefs_rank", NumberRangeMatcher{1, {}},
       R"({"field":"url_rating_source","is":["gte",0.5]})"},
      {"below", "domain_rating", NumberRangeMatcher{{}, 50},
       R"({"field":"domain_rating_source","is":["lt",49.5]})"},
      {"between", "domain_rating", NumberRangeMatcher{20, 51},
       R"({"and":[{"field":"domain_rating_source","is":["gte",19.5]},)"
       R"({"field":"domain_rating_source","is":["lt",50.5]}]})"},
      {"at_least_zero", "ahrefs_rank", NumberRangeMatcher{0, {}},
       R"(~{"field":"url_rating_source","is":["gte",-1.5]})"},
      {"below_zero", "ahrefs_rank", NumberRangeMatcher{{}, 0},
       R"(~{"field":"url_rating_source","is":["lt",0.5]})"},
      {"below_minus_two", "ahrefs_rank", NumberRangeMatcher{{}, -2},
       R"(~{"field":"url_rating_source","is":["lt",-1.5]})"},
      {"one_bound_too_large", "ahrefs_rank", NumberRangeMatcher{50, kMax},
       R"(~{"field":"url_rating_source","is":["gte",49.5]})"},
      {"bounds_too_large", "ahrefs_rank", NumberRangeMatcher{kMin, 1'000'001},
       R"(~{"not":{"field":"url_rating_source","is":"is_null"}})"},
      {"one", "ahrefs_rank", NumberSetMatcher{{21}},
       R"({"and":[{"field":"url_rating_source","is":["gte",20.5]},)"
       R"({"field":"url_rating_source","is":["lt",21.5]}]})"},
      {"zero", "ahrefs_rank", NumberSetMatcher{{0}},
       R"(~{"and":[{"field":"url_rating_source","is":["gte",-1.5]},)"
       R"({"field":"url_rating_source","is":["lt",0.5]}]})"},
      {"several", "ahrefs_rank", NumberSetMatcher{{100, 1}},
       R"({"or":[{"and":[{"field":"url_rating_source","is":["gte",0.5]},)"
       R"({"field":"url_rating_source","is":["lt",1.5]}]},)"
       R"({"and":[{"field":"url_rating_source","is":["gte",99.5]},)"
       R"({"field":"url_rating_source","is":["lt",100.5]}]}]})"},
      {"one_too_large", "ahrefs_rank", NumberSetMatcher{{1, 1'000'000}}, "~"},
      {"largest", "ahrefs_rank", NumberSetMatcher{{kMax, kMin}}, "~"},
      {"unset", "domain_rating", UnsetMatcher{},
       R"({"field":"domain_rating_source","is":"is_null"})"},
  };
}

std::vector<Case> TimeCases() {
  const Time second = {16'000 * kDay + 1, 0};
  const Time within = {16'000 * kDay + 1, 1};
  const Time last = {kEndOfYear9999 - 1, 0};
  const Time after_last = {kEndOfYear9999 - 1, 1};
  const Time end = {kEndOfYear9999, 0};
  const Time begin = {kBeginOfYear1, 0};
  const std::string is_there =
      R"({"not":{"field":"first_seen_link","is":"is_null"}})";
  return {
      {"since", "first_seen", TimeRangeMatcher{second, {}},
       R"({"field":"first_seen_link","is":["gte","2013-10-22T00:00:01Z"]})"},
      {"until", "url_from_first_seen", TimeRangeMatcher{{}, second},
       R"({"field":"first_seen","is":["lt","2013-10-22T00:00:01Z"]})"},
      {"since_within", "first_seen", TimeRangeMatcher{within, {}},
       R"(~{"field":"first_seen_link","is":["gte","2013-10-22T00:00:01Z"]})"},
      {"until_within", "first_seen", TimeRangeMatcher{{}, within},
       R"(~{"field":"first_seen_link","is":["lt","2013-10-22T00:00:02Z"]})"},
      {"before_1970", "first_seen", TimeRangeMatcher{Time{-1, 5}, Time{-1, 6}},
       R"(~{"and":[{"field":"first_seen_link",)"
       R"("is":["gte","1969-12-31T23:59:59Z"]},)"
       R"({"field":"first_seen_link","is":["lt","1970-01-01T00:00:00Z"]}]})"},
      {"first_and_last", "first_seen",
       TimeRangeMatcher{Time{kBeginOfYear1 + 1, 0}, last},
       R"({"and":[{"field":"first_seen_link",)"
       R"("is":["gte","0001-01-01T00:00:01Z"]},)"
       R"({"field":"first_seen_link","is":["lt","9999-12-31T23:59:59Z"]}]})"},
      {"since_the_last", "first_seen", TimeRangeMatcher{after_last, {}},
       R"(~{"field":"first_seen_link","is":["gte","9999-12-31T23:59:59Z"]})"},
      {"until_the_last", "first_seen", TimeRangeMatcher{{}, after_last},
       "~" + is_there},
      {"since_ever", "first_seen", TimeRangeMatcher{begin, {}}, is_there},
      {"since_before_ever", "first_seen", TimeRangeMatcher{Time{kMin, 0}, {}},
       is_there},
      {"until_the_end", "first_seen", TimeRangeMatcher{begin, end}, is_there},
      {"since_the_end", "first_seen", TimeRangeMatcher{end, {}},
       "~" + is_there},
      {"until_the_beginning", "first_seen", TimeRangeMatcher{{}, begin},
       "~" + is_there},
      {"until_beyond", "first_seen", TimeRangeMatcher{second, Time{kMax, 0}},
       R"({"field":"first_seen_link","is":["gte","2013-10-22T00:00:01Z"]})"},
      {"unset", "last_visited", UnsetMatcher{},
       R"({"field":"last_visited","is":"is_null"})"},
      {"without_a_field", "prev_visited", TimeRangeMatcher{second, {}}, "~"},
      {"unset_without_a_field", "prev_visited", UnsetMatcher{}, "~"},
  };
}

std::vector<Case> OtherCases() {
  return {
      {"yes", "nofollow", BoolMatcher{true},
       R"({"field":"is_nofollow","is":["eq",true]})"},
      {"no", "nofollow", BoolMatcher{false},
       R"({"field":"is_nofollow","is":["eq",false]})"},
      {"original", "original", BoolMatcher{true},
       R"({"field":"discovered_status","is":["eq","pagefound"]})"},
      {"not_original", "original", BoolMatcher{false},
       R"({"and":[{"not":{"field":"discovered_status","is":"is_null"}},)"
       R"({"field":"discovered_status","is":["neq","pagefound"]}]})"},
      {"unset_original", "original", UnsetMatcher{},
       R"({"field":"discovered_status","is":"is_null"})"},
      {"link_type", "link_type",
       LinkTypeMatcher{{v1::LINK_TYPE_CANONICAL, v1::LINK_TYPE_CANONICAL}},
       R"({"field":"link_type","is":["eq","canonical"]})"},
      {"href", "link_type", LinkTypeMatcher{{v1::LINK_TYPE_HREF}},
       R"({"or":[{"field":"link_type","is":["eq","text"]},)"
       R"({"field":"link_type","is":["eq","image"]},)"
       R"({"field":"link_type","is":["eq","href"]}]})"},
      {"link_types", "link_type",
       LinkTypeMatcher{{v1::LINK_TYPE_RSS, v1::LINK_TYPE_FORM}},
       R"({"or":[{"field":"link_type","is":["eq","form"]},)"
       R"({"field":"link_type","is":["eq","rss"]}]})"},
      {"unset_link_type", "link_type", UnsetMatcher{},
       R"({"field":"link_type","is":"is_null"})"},
  };
}

class V3ConditionsTest : public testing::TestWithParam<Case> {};

TEST_P(V3ConditionsTest, TranslatesWhatV3CanExpressAndWhetherThatIsAll) {
  const Case& c = GetParam();
  const Translation translation =
      TranslateToV3(Predicate(c.column, c.matcher), false);
  EXPECT_EQ(Show(translation), c.translation);
  if (translation.condition.empty()) return;
  boost::system::error_code error;
  json::parse(translation.condition, error);
  EXPECT_FALSE(error.failed()) << translation.condition;
}

TEST_P(V3ConditionsTest, NegatesOnlyExactTranslations) {
  const Case& c = GetParam();
  const std::string opposite =
      c.translation.starts_with('~') ? "~" : R"({"not":)" + c.translation + "}";
  EXPECT_EQ(Show(TranslateToV3(Predicate(c.column, c.matcher), true)),
            opposite);
}

std::string NameOf(const testing::TestParamInfo<Case>& info) {
  return info.param.name;
}

INSTANTIATE_TEST_SUITE_P(Text, V3ConditionsTest, testing::ValuesIn(TextCases()),
                         NameOf);
INSTANTIATE_TEST_SUITE_P(AnyCase, V3ConditionsTest,
                         testing::ValuesIn(AnyCaseCases()), NameOf);
INSTANTIATE_TEST_SUITE_P(Host, V3ConditionsTest, testing::ValuesIn(HostCases()),
                         NameOf);
INSTANTIATE_TEST_SUITE_P(Language, V3ConditionsTest,
                         testing::ValuesIn(LanguageCases()), NameOf);
INSTANTIATE_TEST_SUITE_P(Number, V3ConditionsTest,
                         testing::ValuesIn(NumberCases()), NameOf);
INSTANTIATE_TEST_SUITE_P(Rating, V3ConditionsTest,
                         testing::ValuesIn(RatingCases()), NameOf);
INSTANTIATE_TEST_SUITE_P(Time, V3ConditionsTest, testing::ValuesIn(TimeCases()),
                         NameOf);
INSTANTIATE_TEST_SUITE_P(Other, V3ConditionsTest,
                         testing::ValuesIn(OtherCases()), NameOf);

TEST(V3GroupsTest, NothingIsNoConditionAndOneIsItself) {
  EXPECT_EQ(AllInV3({}), "");
  EXPECT_EQ(AllInV3({"1"}), "1");
  EXPECT_EQ(AllInV3({"1", "2"}), R"({"and":[1,2]})");
  EXPECT_EQ(AnyInV3({"1"}), "1");
  EXPECT_EQ(AnyInV3({"1", "2", "3"}), R"({"or":[1,2,3]})");
  EXPECT_EQ(NotInV3("1"), R"({"not":1})");
}

TEST(V3LiteralsTest, TimesHaveTheDigitsTheyNeed) {
  EXPECT_EQ(TimeInV3({0, 0}), R"("1970-01-01T00:00:00Z")");
  EXPECT_EQ(TimeInV3({-1, 500'000'000}), R"("1969-12-31T23:59:59.5Z")");
  EXPECT_EQ(TimeInV3({kEndOfYear9999 - 1, 999'999'999}),
            R"("9999-12-31T23:59:59.999999999Z")");
  EXPECT_EQ(TimeInV3({kBeginOfYear1, 1}),
            R"("0001-01-01T00:00:00.000000001Z")");
}

// Whether a rating passes a condition that is a comparison or an AND of them.
bool Passes(double rating, const json::value& condition) {
  if (const json::value* all = condition.as_object().if_contains("and")) {
    bool passes = true;
    for (const json::value& part : all->as_array()) {
      passes = passes && Passes(rating, part);
    }
    return passes;
  }
  const json::array& is = condition.at("is").as_array();
  const auto bound = is.at(1).to_number<double>();
  return is.at(0).as_string() == "gte" ? rating >= bound : rating < bound;
}

TEST(V3RatingsTest, EveryRowThatIsShownInTheRangePassesAndNoOtherIfExact) {
  for (int64_t start = -3; start < 4; ++start) {
    for (int64_t end = start + 1; end < 5; ++end) {
      const Translation translation = TranslateToV3(
          Predicate("ahrefs_rank", NumberRangeMatcher{start, end}), false);
      const json::value condition = json::parse(translation.condition);
      for (double rating = -6; rating < 6; rating += 0.125) {
        const double shown = std::round(rating);
        const bool holds = shown >= static_cast<double>(start) &&
                           shown < static_cast<double>(end);
        const bool passes = Passes(rating, condition);
        ASSERT_TRUE(!holds || passes) << rating << " " << translation.condition;
        ASSERT_TRUE(!translation.exact || holds == passes)
            << rating << " " << translation.condition;
      }
    }
  }
}

TEST(V3ConditionsPropertyTest, NoValueBreaksOutOfItsLiteral) {
  RandomSource random(testing_support::PrintedSeed());
  json::parse_options options;
  options.allow_invalid_utf8 = true;
  for (int i = 0; i < 20'000; ++i) {
    const std::string value = random.HostileBytes(12);
    const std::string translation =
        TranslateToV3(Predicate("title", Text(TextOperator::kEquals, value)),
                      false)
            .condition;
    const json::value parsed = json::parse(translation, {}, options);
    ASSERT_EQ(parsed.as_object().size(), 2U) << translation;
    ASSERT_EQ(parsed.at("field").as_string(), "title") << translation;
    const json::array& is = parsed.at("is").as_array();
    ASSERT_EQ(is.size(), 2U) << translation;
    ASSERT_EQ(is.at(0).as_string(), "eq") << translation;
    ASSERT_EQ(is.at(1).as_string(), json::string_view(value)) << translation;
  }
}

}  // namespace
}  // namespace backlinks::dialect::ahrefs_v3
