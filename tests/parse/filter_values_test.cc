// Values: escapes, what looks like quotes or wildcards, and bare texts.
#include <string>

#include "fmt/format.h"
#include "gtest/gtest.h"
#include "tests/common/parse/parsed_text.h"

namespace backlinks {
namespace {

constexpr std::string_view kBadEscape =
    R"(expected \\, \", \', \* or \0; a backslash is written \\)";

std::string At(size_t position, std::string_view expected) {
  return "at " + std::to_string(position) + ": " + std::string(expected);
}

TEST(FilterEscapes, AreFive) {
  const auto filter = ParseFilterText(R"(title = "\\\"\'\*\0")");
  ASSERT_TRUE(filter.ok()) << filter.status();
  EXPECT_EQ(filter->predicate().title().equals(),
            (std::string{'\\', '"', '\'', '*', '\0'}));
}

TEST(FilterEscapes, AnyOtherIsAnErrorAtTheBackslash) {
  EXPECT_EQ(ParsedTextOf(R"(matches(anchor, "\d+"))"), At(18, kBadEscape));
  EXPECT_EQ(ParsedTextOf(R"(title = "C:\new")"), At(12, kBadEscape));
  EXPECT_EQ(ParsedTextOf("title = '\\\xC3\xA9'"), At(10, kBadEscape));
  constexpr std::string_view kKnown = "\\\"'*0";
  for (int c = 1; c < 256; ++c) {
    const char escaped = static_cast<char>(c);
    const std::string text =
        std::string("any_of(title, 'a\\") + escaped + "b')";
    const bool known = kKnown.find(escaped) != kKnown.npos;
    EXPECT_EQ(ParseFilterText(text).ok(), known) << c;
  }
}

TEST(FilterEscapes, AreNoneInBareValues) {
  EXPECT_EQ(ParsedTextOf(R"(matches(anchor, \d+))"),
            R"(predicate { anchor { matches: "\\d+" } })");
  EXPECT_EQ(ParsedTextOf(R"(title = C:\new)"),
            R"(predicate { title { equals: "C:\\new" } })");
}

class FilterValues : public testing::TestWithParam<ParsedText> {};

TEST_P(FilterValues, AreThis) {
  EXPECT_EQ(ParsedTextOf(GetParam().text), GetParam().expected);
}

std::string QuotesHint(size_t position, std::string_view quote) {
  return At(position,
            "expected straight quotes (\" or ') around the value, "
            "not " +
                std::string(quote));
}

TEST(LookalikeQuotes, AreErrorsWhereAValueBegins) {
  for (const std::string quote :
       {"“", "”", "„", "‘", "’", "«", "»", "`", "´", "＂", "「", "%22", "%27",
        "%E2%80%9", "&quot;", "%2522"}) {
    const auto parsed = [&quote](std::string_view text) {
      return ParsedTextOf(fmt::format(fmt::runtime(text), quote));
    };
    EXPECT_EQ(parsed("anchor = {0}x y{0}"), QuotesHint(10, quote));
    EXPECT_EQ(parsed("contains(anchor, {0}x{0})"), QuotesHint(18, quote));
    EXPECT_EQ(parsed("anchor:{0}x{0}"), QuotesHint(8, quote));
    EXPECT_EQ(parsed("first_seen > {0}2024-01-01{0}"), QuotesHint(14, quote));
    // Inside straight quotes, and inside of a text, they are text.
    EXPECT_TRUE(ParseFilterText(fmt::format("anchor = '{}x'", quote)).ok());
    EXPECT_TRUE(ParseFilterText(fmt::format("anchor = x{}y", quote)).ok());
  }
}

const ParsedText kLookalikes[] = {
    {"anchor = %e2%80%9cx%e2%80%9d",
     "at 10: expected straight quotes (\" or ') around the value, not "
     "%E2%80%9"},
    {"“title” = x", "at 1: expected a column without quotes"},
    {"`title` = x", "at 1: expected a column without quotes"},
    {"\"title\" = x", "at 1: expected a column without quotes"},
    {"title%3D%22x%22",
     "at 1: expected a column, not \"title%3D%22x%22\"; decode a "
     "percent-encoded text first"},
    {"anchor = x\"y\"",
     "at 11: expected quotes around the whole value, or none in it"},
    {"anchor = rock 'n' roll",
     "at 15: expected quotes around the whole value, or none in it"},
    {"anchor = don't panic",
     R"(predicate { anchor { equals: "don\'t panic" } })"},
};

INSTANTIATE_TEST_SUITE_P(Lookalikes, FilterValues,
                         testing::ValuesIn(kLookalikes));

const ParsedText kWildcards[] = {
    {"url_to = \"https://a.org/*\"",
     "at 10: expected no wildcard: use starts_with(url_to, ...), or write \\* "
     "in quotes for an asterisk"},
    {"url_to != *.pdf",
     "at 11: expected no wildcard: use ends_with(url_to, ...), or write \\* in "
     "quotes for an asterisk"},
    {"title:\"*seo*\"",
     "at 7: expected no wildcard: use contains(title, ...), or write \\* in "
     "quotes for an asterisk"},
    {"any_of(title, a, 'b*c')",
     "at 18: expected no wildcard: use matches(title, ...), or write \\* in "
     "quotes for an asterisk"},
    {"alt = *",
     "at 7: expected no wildcard: alt:* tests that alt is present, and \"\\*\" "
     "is an asterisk"},
    {R"(title = "5\* hotel")", R"(predicate { title { equals: "5* hotel" } })"},
    {R"(title:"\*")", R"(predicate { title { contains: "*" } })"},
    {"starts_with(title, *)", R"(predicate { title { starts_with: "*" } })"},
    {R"(matches(title, "a.*b"))", R"(predicate { title { matches: "a.*b" } })"},
    {"substring(title, \"***\")", R"(predicate { title { contains: "***" } })"},
};

INSTANTIATE_TEST_SUITE_P(Wildcards, FilterValues,
                         testing::ValuesIn(kWildcards));

const ParsedText kBareTexts[] = {
    {"title=Writing your first patch",
     R"(predicate { title { equals: "Writing your first patch" } })"},
    {"title<>a  b \t ",
     R"(not_expression { predicate { title { equals: "a  b" } } })"},
    {"url_to=https://a.org/?a=1&b=2",
     R"(predicate { url_to { equals: "https://a.org/?a=1&b=2" } })"},
    {"title=Foo - Bar: 1 > 0!",
     R"(predicate { title { equals: "Foo - Bar: 1 > 0!" } })"},
    {"substring(title,rock AND roll)",
     R"(predicate { title { contains: "rock AND roll" } })"},
    {"contains(url_from, https://a.org/?x=y, ignore_case)",
     R"(predicate { url_from { contains: "https://a.org/?x=y" ignore_case: true } })"},
    {"(title=a b OR nofollow)",
     R"(or_group { filters { predicate { title { equals: "a b" } } } )"
     R"(filters { predicate { nofollow { equals: true } } } })"},
    {"title=My title! or original",
     R"(predicate { title { equals: "My title! or original" } })"},
    // A forgotten AND is not the next word.
    {"title = a title != b", "at 11: expected AND, OR or the end"},
    {"title = a ahrefs_rank > 5", "at 11: expected AND, OR or the end"},
    {"title = a word(anchor, x)", "at 11: expected AND, OR or the end"},
    {"title = a NOT nofollow", "at 11: expected AND, OR or the end"},
    {"title = a -nofollow", "at 11: expected AND, OR or the end"},
    {"title = a\nnofollow", "at 11: expected AND, OR or the end"},
    {"title = a (b)", "at 11: expected AND, OR or the end"},
    {"title:a b", "at 9: expected AND, OR or the end"},
    {"title = AND nofollow",
     "at 9: expected a value; AND, OR, NOT and conditions need quotes here"},
    {"title = ahrefs_rank > 5",
     "at 9: expected a value; AND, OR, NOT and conditions need quotes here"},
    {"ahrefs_rank > 5 6", "at 17: expected AND, OR or the end"},
};

INSTANTIATE_TEST_SUITE_P(BareTexts, FilterValues,
                         testing::ValuesIn(kBareTexts));

const ParsedText kCommas[] = {
    {"ahrefs_rank>=50,", "predicate { ahrefs_rank { range { start: 50 } } }"},
    {"nofollow , ", "predicate { nofollow { equals: true } }"},
    {"nofollow,,", "at 10: expected a column, a function, NOT or ("},
    {"(nofollow,)", "at 11: expected a column, a function, NOT or ("},
    {"NOT (nofollow,)", "at 15: expected a column, a function, NOT or ("},
    {"nofollow AND", "at 13: expected a column, a function, NOT or ("},
    {",nofollow", "at 1: expected a column, a function, NOT or ("},
    {",", "at 1: expected a column, a function, NOT or ("},
};

INSTANTIATE_TEST_SUITE_P(Commas, FilterValues, testing::ValuesIn(kCommas));

}  // namespace
}  // namespace backlinks
