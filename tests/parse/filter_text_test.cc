#include "service/common/parse/filter_text.h"

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <random>
#include <string>
#include <string_view>

#include "google/protobuf/text_format.h"
#include "google/rpc/error_details.pb.h"
#include "service/common/status/status.h"

namespace backlinks {
namespace {

struct Accepted {
  std::string_view name;
  std::string text;
  std::string_view expected;  // The Filter in one line.
};

class AcceptedTest : public testing::TestWithParam<Accepted> {};

TEST_P(AcceptedTest, GivesTheFilter) {
  const auto filter = ParseFilterText(GetParam().text);
  ASSERT_TRUE(filter.ok()) << GetParam().text << ": " << filter.status();
  v1::Filter expected;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      std::string(GetParam().expected), &expected));
  EXPECT_EQ(filter->ShortDebugString(), expected.ShortDebugString());
}

const Accepted kAccepted[] = {
    {"TextEquals", "title = seo", "predicate{title{equals:'seo'}}"},
    {"TextNot", "title != 'a b'",
     "not_expression{predicate{title{equals:'a b'}}}"},
    {"TextOldNot", "title<>\"x\"",
     "not_expression{predicate{title{equals:'x'}}}"},
    {"TextContains", "title:\"seo\"", "predicate{title{contains:'seo'}}"},
    {"NumberAtLeast", "ahrefs_rank >= 20",
     "predicate{ahrefs_rank{range{start:20}}}"},
    {"NumberAbove", "ahrefs_rank>20",
     "predicate{ahrefs_rank{range{start:21}}}"},
    {"NumberBelow", "ahrefs_rank < 20",
     "predicate{ahrefs_rank{range{end:20}}}"},
    {"NumberAtMost", "ahrefs_rank <= -1",
     "predicate{ahrefs_rank{range{end:0}}}"},
    {"NumberHas", "ahrefs_rank:7", "predicate{ahrefs_rank{equals:7}}"},
    {"LeastNumber", "page_size = -9223372036854775808",
     "predicate{page_size{equals:-9223372036854775808}}"},
    {"MostNumber", "page_size >= 9223372036854775807",
     "predicate{page_size{range{start:9223372036854775807}}}"},
    {"DateFrom", "first_seen >= 2020-01-02",
     "predicate{first_seen{range{start_time{seconds:1577923200}}}}"},
    {"DateAfter", "first_seen > 2020-01-02T00:00:00Z",
     "predicate{first_seen{range{start_time{seconds:1577923200 nanos:1}}}}"},
    {"DateEquals", "first_seen = \"2024-01-05\"",
     "predicate{first_seen{range{start_time{seconds:1704412800} "
     "end_time{seconds:1704499200}}}}"},
    {"DateNot", "first_seen <> 2024-01-05T00:00:01.5Z",
     "not_expression{predicate{first_seen{range{start_time{"
     "seconds:1704412801 nanos:500000000} end_time{seconds:1704412801 "
     "nanos:500000001}}}}}"},
    {"Bool", "nofollow", "predicate{nofollow{equals:true}}"},
    {"BoolNot", "nofollow != TRUE",
     "not_expression{predicate{nofollow{equals:true}}}"},
    {"LinkType", "link_type = href",
     "predicate{link_type{any_of{values:LINK_TYPE_HREF}}}"},
    {"Presence", "alt:*", "not_expression{predicate{alt{unset:true}}}"},
    {"Unset", "unset(first_seen)", "predicate{first_seen{unset:true}}"},
    {"Minus", "-nofollow", "not_expression{predicate{nofollow{equals:true}}}"},
    {"Substring", "substring(title,\"seo\")",
     "predicate{title{contains:'seo'}}"},
    {"Word", "word(title, seo, ignore_case)",
     "predicate{title{has_word:'seo' ignore_case:true}}"},
    {"QuotedIgnoreCase", "contains(title, 'ignore_case')",
     "predicate{title{contains:'ignore_case'}}"},
    {"Subdomain", "subdomain(url_from,'a.b')",
     "predicate{url_from{subdomain_of:'a.b'}}"},
    {"AnyOf", "any_of(http_code, 200, 301)",
     "predicate{http_code{any_of{values:200 values:301}}}"},
    {"BoolAsInPython", "nofollow = True", "predicate{nofollow{equals:true}}"},
    {"WholeNumberAsReal", "page_size < 1e+05",
     "predicate{page_size{range{end:100000}}}"},
    {"SetOfReals", "any_of(http_code, 2.0e2, 301.0)",
     "predicate{http_code{any_of{values:200 values:301}}}"},
    {"NegativeInSet", "any_of(title, -x, a b)",
     "predicate{title{any_of{values:'-x' values:'a b'}}}"},
    {"Escapes", R"(title = "a\"b\\c")", R"(predicate{title{equals:'a"b\\c'}})"},
    {"OrBindsTighter", "nofollow AND original OR alt:x",
     "and_group{filters{predicate{nofollow{equals:true}}} filters{or_group{"
     "filters{predicate{original{equals:true}}} "
     "filters{predicate{alt{contains:'x'}}}}}}"},
    {"Brackets", "(nofollow AND original) OR alt:x",
     "or_group{filters{and_group{filters{predicate{nofollow{equals:true}}} "
     "filters{predicate{original{equals:true}}}}} "
     "filters{predicate{alt{contains:'x'}}}}"},
    {"Comma", "ahrefs_rank>1,word(anchor,\"x\")",
     "and_group{filters{predicate{ahrefs_rank{range{start:2}}}} "
     "filters{predicate{anchor{has_word:'x'}}}}"},
    {"AnyOfLeastNumber", "any_of(page_size, -9223372036854775808, -1, 0)",
     "predicate{page_size{any_of{values:-9223372036854775808 values:-1 "
     "values:0}}}"},
    {"AnyOfLinkTypes", "any_of(link_type, rss, HREF)",
     "predicate{link_type{any_of{values:LINK_TYPE_RSS "
     "values:LINK_TYPE_HREF}}}"},
    {"True", "TRUE",
     "or_group{filters{predicate{url_from{unset:true}}} "
     "filters{not_expression{predicate{url_from{unset:true}}}}}"},
    {"False", "nofollow OR FALSE",
     "or_group{filters{predicate{nofollow{equals:true}}} "
     "filters{and_group{filters{predicate{url_from{unset:true}}} "
     "filters{not_expression{predicate{url_from{unset:true}}}}}}}"},
    {"BareUrl", "url_from = https://a.org/b",
     "predicate{url_from{equals:'https://a.org/b'}}"},
};

INSTANTIATE_TEST_SUITE_P(FilterText, AcceptedTest, testing::ValuesIn(kAccepted),
                         [](const auto& info) {
                           return std::string(info.param.name);
                         });

struct Rejected {
  std::string_view name;
  std::string text;
  size_t position;
  std::string_view expected;
};

std::map<std::string, std::string> MetadataOf(const absl::Status& status) {
  google::rpc::ErrorInfo info;
  const auto payload =
      status.GetPayload("type.googleapis.com/google.rpc.ErrorInfo");
  EXPECT_TRUE(payload && info.ParseFromString(std::string(*payload)));
  return {info.metadata().begin(), info.metadata().end()};
}

class RefusedTest : public testing::TestWithParam<Rejected> {};

TEST_P(RefusedTest, SaysWhereAndWhat) {
  size_t position = 0;
  const auto filter = ParseFilterText(GetParam().text, &position);
  ASSERT_FALSE(filter.ok());
  EXPECT_EQ(position, GetParam().position);
  const auto violations = GetViolations(filter.status());
  ASSERT_EQ(violations.size(), 1U);
  EXPECT_EQ(violations[0].description, "at " + std::to_string(position) + ": " +
                                           std::string(GetParam().expected));
  const auto metadata = MetadataOf(filter.status());
  EXPECT_EQ(metadata.at("position"), std::to_string(position));
  EXPECT_EQ("expected " + metadata.at("expected"), GetParam().expected);
}

const Rejected kRefused[] = {
    {"Empty", "", 1, "expected a column, a function, NOT or ("},
    {"NoColumn", "a = 1", 1, "expected a column, not \"a\""},
    {"NotUtf8", "\xE9t\xE9 = 1", 1, "expected a column"},
    {"NoOperator", "title", 6, "expected an operator"},
    {"NoValue", "title =", 8, "expected a value after ="},
    {"OpenQuote", "title = 'x", 9, "expected a closing quote"},
    {"OpenBracket", "(nofollow", 10, "expected )"},
    {"TextLess", "title < x", 7, "expected =, != or : on text"},
    {"NoNumber", "ahrefs_rank = x", 15, "expected a whole number"},
    {"Overflow", "page_size = 9223372036854775808", 13,
     "expected a number of at most 64 bits"},
    {"NothingAbove", "page_size > 9223372036854775807", 13,
     "expected a smaller number"},
    {"NaN", "page_size = NaN", 13, "expected a whole number"},
    {"Infinity", "page_size < inf", 13, "expected a whole number"},
    {"Exponent", "page_size < 1e400", 13, "expected a whole number"},
    {"Hexadecimal", "page_size = 0x10", 13, "expected a whole number"},
    {"Fraction", "page_size = 1.5", 13, "expected a whole number"},
    {"EmptyNumber", "page_size = ''", 13, "expected a whole number"},
    {"NaNInSet", "any_of(page_size, 1, NaN)", 22, "expected a whole number"},
    {"OverflowInSet", "any_of(page_size, -9223372036854775809)", 19,
     "expected a number of at most 64 bits"},
    {"NoLinkTypeInSet", "any_of(link_type, href, x)", 25,
     "expected href, redirect, frame, form, canonical, rss or alternate"},
    {"SetOfDates", "any_of(first_seen, 2020-01-01)", 8,
     "expected a column of text, numbers or link_type"},
    {"EmptySet", "any_of(page_size)", 8, "expected a value"},
    {"DateHas", "first_seen : 2020-01-01", 12,
     "expected =, !=, <, <=, > or >= on a date"},
    {"DateInfinity", "first_seen < infinite-future", 14,
     "expected a date as YYYY-MM-DD or RFC 3339"},
    {"ConstantWithOperator", "TRUE = 1", 6, "expected AND, OR or the end"},
    {"NoDate", "first_seen > 2020-13-01", 14,
     "expected a date as YYYY-MM-DD or RFC 3339"},
    {"BoolLess", "nofollow < true", 10, "expected = or != on a boolean"},
    {"NoBool", "nofollow = maybe", 12, "expected true or false"},
    {"TwoTerms", "nofollow original", 10, "expected AND, OR or the end"},
    {"FunctionOnNumber", "word(http_code, 1)", 6,
     "expected a column of text for word"},
};

INSTANTIATE_TEST_SUITE_P(FilterText, RefusedTest, testing::ValuesIn(kRefused),
                         [](const auto& info) {
                           return std::string(info.param.name);
                         });

TEST(FilterTextLimits, DeepNestingIsRefused) {
  EXPECT_FALSE(ParseFilterText(std::string(10'000, '(') + "nofollow").ok());
  EXPECT_FALSE(ParseFilterText(std::string(10'000, '-') + "nofollow").ok());
}

TEST(FilterTextLimits, LongTextIsRefused) {
  const std::string filter = "nofollow";
  const std::string blanks(kMaxFilterText - filter.size(), ' ');
  EXPECT_TRUE(ParseFilterText(filter + blanks).ok());
  size_t position = 0;
  EXPECT_FALSE(ParseFilterText(filter + blanks + ' ', &position).ok());
  EXPECT_EQ(position, kMaxFilterText + 1);
}

TEST(FilterTextProperty, RandomTextNeverCrashes) {
  constexpr std::array<std::string_view, 30> kPieces = {
      "title", "ahrefs_rank", "nofollow", "first_seen", "link_type",
      "AND",   "OR",          "NOT",      "(",          ")",
      ",",     "=",           "<",        ">=",         "!",
      ":",     "*",           "'x'",      "\"",         "5",
      "word(", "-",           " ",        "\\",         "“",
      "%22",   "don't",       "'\\*'",    "1e+05",      "2024-02-29"};
  const auto seed = std::random_device()();
  RecordProperty("seed", std::to_string(seed));
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (int run = 0; run < 20'000; ++run) {
    std::string text;
    for (size_t left = random() % 20; left > 0; --left) {
      const size_t pick = random() % (kPieces.size() + 1);
      text += pick < kPieces.size() ? std::string(kPieces[pick]) + " "
                                    : std::string(1, char(random() % 256));
    }
    size_t position = 1;
    const auto filter = ParseFilterText(text, &position);
    if (!filter.ok()) {
      ASSERT_GE(position, 1U) << text;
      ASSERT_LE(position, text.size() + 1) << text;
    }
  }
}

}  // namespace
}  // namespace backlinks
