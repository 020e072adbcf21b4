#include "service/dialect/ahrefs_v2_conditions.h"

#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "tests/support/random_source.h"
#include "tests/support/v2_text.h"

namespace backlinks {
namespace {

using testing_support::ParseV2;
using testing_support::RandomSource;

constexpr int64_t kDay = int64_t{24} * 60 * 60;
constexpr int64_t kMin = std::numeric_limits<int64_t>::min();
constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
constexpr const char* kUnsaid = "(nothing)";

struct Case {
  std::string name;
  std::string column;
  Test test;
  std::string said;
  std::string said_negated;
};

Test Text(TextOperator op, std::string value, bool ignore_case = false) {
  return TextTest{op, std::move(value), ignore_case};
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
      {"equals_any_case", "title", Text(Op::kEquals, "Seo", true), kUnsaid,
       kUnsaid},
      {"equals_caseless", "ip_from", Text(Op::kEquals, "192.0.2.1", true),
       R"(ip_from="192.0.2.1")", R"(ip_from<>"192.0.2.1")"},
      {"equals_any_case_beyond_ascii", "title", Text(Op::kEquals, "É", true),
       kUnsaid, kUnsaid},
      {"contains", "anchor", Text(Op::kContains, "検索"),
       R"(substring(anchor,"検索"))", kUnsaid},
      {"contains_any_case", "anchor", Text(Op::kContains, "x", true), kUnsaid,
       kUnsaid},
      {"word", "title", Text(Op::kHasWord, "seo"), R"(word(title,"seo"))",
       kUnsaid},
      {"word_beyond_ascii", "title", Text(Op::kHasWord, "検索"),
       R"(word(title,"検索"))", kUnsaid},
      {"word_that_is_two", "title", Text(Op::kHasWord, "a b"), kUnsaid,
       kUnsaid},
      {"subdomain", "url_from", Text(Op::kSubdomainOf, "Example.COM."),
       R"(subdomain(url_from,"example.com"))", kUnsaid},
      {"starts_with", "title", Text(Op::kStartsWith, "a"), kUnsaid, kUnsaid},
      {"ends_with", "title", Text(Op::kEndsWith, "a"), kUnsaid, kUnsaid},
      {"matches", "title", Text(Op::kMatches, "a"), kUnsaid, kUnsaid},
      {"set_of_one", "language", TextSetTest{{"en"}, false}, R"(language="en")",
       R"(language<>"en")"},
      {"set_of_two", "language", TextSetTest{{"en", "ja"}, false}, kUnsaid,
       R"(language<>"en",language<>"ja")"},
      {"set_any_case", "language", TextSetTest{{"1", "ja"}, true}, kUnsaid,
       kUnsaid},
      {"unset", "title", UnsetTest{}, kUnsaid, kUnsaid},
  };
}

std::vector<Case> OtherCases() {
  return {
      {"number", "ahrefs_rank", NumberSetTest{{-7}}, "ahrefs_rank=-7",
       "ahrefs_rank<>-7"},
      {"numbers", "ahrefs_rank", NumberSetTest{{1, 2}}, kUnsaid,
       "ahrefs_rank<>1,ahrefs_rank<>2"},
      {"at_least", "page_size", NumberRangeTest{kMin, {}},
       "page_size>=-9223372036854775808", "page_size<-9223372036854775808"},
      {"below", "page_size", NumberRangeTest{{}, 5}, "page_size<5",
       "page_size>=5"},
      {"between", "page_size", NumberRangeTest{1, 5},
       "page_size>=1,page_size<5", kUnsaid},
      {"between_all", "page_size", NumberRangeTest{kMin, kMax},
       "page_size>=-9223372036854775808,page_size<9223372036854775807",
       kUnsaid},
      {"range_of_one", "http_code", NumberRangeTest{200, 201}, "http_code=200",
       "http_code<>200"},
      {"since", "first_seen", TimeRangeTest{Time{16'000 * kDay, 0}, {}},
       R"(first_seen>="2013-10-22")", R"(first_seen<"2013-10-22")"},
      {"until", "first_seen", TimeRangeTest{{}, Time{-kDay, 0}},
       R"(first_seen<"1969-12-31")", R"(first_seen>="1969-12-31")"},
      {"first_and_last_day", "first_seen",
       TimeRangeTest{Time{-719'162 * kDay, 0}, Time{2'932'896 * kDay, 0}},
       R"(first_seen>="0001-01-01",first_seen<"9999-12-31")", kUnsaid},
      {"since_a_second", "first_seen",
       TimeRangeTest{Time{16'000 * kDay + 1, 0}, {}}, kUnsaid, kUnsaid},
      {"until_a_nanosecond", "first_seen",
       TimeRangeTest{{}, Time{16'000 * kDay, 1}}, kUnsaid, kUnsaid},
      {"one_bound_within_a_day", "first_seen",
       TimeRangeTest{Time{0, 0}, Time{3600, 0}}, kUnsaid, kUnsaid},
      {"yes", "nofollow", BoolTest{true}, "nofollow=true", "nofollow<>true"},
      {"no", "original", BoolTest{false}, "original=false", "original<>false"},
      {"link_type", "link_type", LinkTypeTest{{v1::LINK_TYPE_CANONICAL}},
       R"(link_type="canonical")", R"(link_type<>"canonical")"},
      {"link_types", "link_type",
       LinkTypeTest{{v1::LINK_TYPE_HREF, v1::LINK_TYPE_RSS}}, kUnsaid,
       R"(link_type<>"href",link_type<>"rss")"},
      {"unset_number", "redirect", UnsetTest{}, kUnsaid, kUnsaid},
  };
}

class ConditionsTest : public testing::TestWithParam<Case> {};

TEST_P(ConditionsTest, SaysWhatIsExactAndNothingElse) {
  FilterNode node;
  node.column = FindColumn(GetParam().column)->number;
  node.test = GetParam().test;
  EXPECT_EQ(SayInV2(node, false).value_or(kUnsaid), GetParam().said);
  EXPECT_EQ(SayInV2(node, true).value_or(kUnsaid), GetParam().said_negated);
}

std::string NameOf(const testing::TestParamInfo<Case>& info) {
  return info.param.name;
}

INSTANTIATE_TEST_SUITE_P(Text, ConditionsTest, testing::ValuesIn(TextCases()),
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
}  // namespace backlinks
