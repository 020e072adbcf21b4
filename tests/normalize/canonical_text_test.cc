// The canonical text, word for word: callers may keep and compare it.
#include <string>
#include <string_view>

#include "gtest/gtest.h"
#include "tests/normalize/canonical.h"

namespace backlinks::normalize {
namespace {

struct Golden {
  std::string_view name;
  std::string text;
  std::string canonical;
};

class CanonicalTextTest : public testing::TestWithParam<Golden> {};

TEST_P(CanonicalTextTest, IsThis) {
  EXPECT_EQ(CanonicalText(GetParam().text), GetParam().canonical);
}

TEST_P(CanonicalTextTest, IsItsOwn) {
  EXPECT_EQ(CanonicalText(GetParam().canonical), GetParam().canonical);
}

const auto kName = [](const auto& info) {
  return std::string(info.param.name);
};

const Golden kPredicates[] = {
    {"Text", "title = seo", R"(title = "seo")"},
    {"TextNot", "NOT title = seo", R"(title != "seo")"},
    {"EmptyText", "title = ''", R"(title = "")"},
    {"Quotes", R"(title = 'a"b\\c')", R"(title = "a\"b\\c")"},
    {"Nul", R"(title = 'a\0b')", R"(title = "a\0b")"},
    {"ControlCharacters", "title = 'a\nb\tc'", "title = \"a\nb\tc\""},
    {"Beyond", "title = 検索", R"(title = "検索")"},
    {"TextSet", "any_of(title, b, a, b)", R"(any_of(title, "a", "b"))"},
    {"Asterisk", R"(title = "5\* hotel")", R"(title = "5\* hotel")"},
    {"AsteriskInSet", R"(any_of(title, "\*", a))",
     R"(any_of(title, "\*", "a"))"},
    {"AsteriskInFunction", R"(matches(title, "a.*b"))",
     R"(matches(title, "a.*b"))"},
    {"TextNoSet", "-any_of(title, b, a)", R"(NOT any_of(title, "a", "b"))"},
    {"SetOfOne", "any_of(title, a, a)", R"(title = "a")"},
    {"Folded", "any_of(title, a, ignore_case)",
     R"(any_of(title, "a", ignore_case))"},
    {"FoldedValue", "any_of(title, b, 'ignore_case', ignore_case)",
     R"(any_of(title, "b", "ignore_case", ignore_case))"},
    {"Contains", "title : seo", R"(contains(title, "seo"))"},
    {"ContainsNot", "NOT substring(title, seo, ignore_case)",
     R"(NOT contains(title, "seo", ignore_case))"},
    {"HasWord", "word(anchor, a)", R"(has_word(anchor, "a"))"},
    {"StartsWith", "starts_with(url_to, 'https://')",
     R"(starts_with(url_to, "https://"))"},
    {"EndsWith", "ends_with(url_to, '.pdf')", R"(ends_with(url_to, ".pdf"))"},
    {"Matches", R"(matches(alt, '^\\d+$'))", R"(matches(alt, "^\\d+$"))"},
    {"Subdomain", "subdomain(url_from, a.b)",
     R"(subdomain_of(url_from, "a.b"))"},
    {"Unset", "unset(alt)", "unset(alt)"},
    {"Presence", "alt:*", "NOT unset(alt)"},
    {"Number", "http_code : 200", "http_code = 200"},
    {"NumberNot", "http_code <> -1", "http_code != -1"},
    {"NumberSet", "any_of(http_code, 301, 200)", "any_of(http_code, 200, 301)"},
    {"AtLeast", "ahrefs_rank > 4", "ahrefs_rank >= 5"},
    {"AtMost", "ahrefs_rank <= 4", "ahrefs_rank < 5"},
    {"NoOpposite", "NOT ahrefs_rank < 5", "NOT ahrefs_rank < 5"},
    {"Midnight", "first_seen >= 2024-01-05T00:00:00Z",
     R"(first_seen >= "2024-01-05")"},
    {"TimeOfDay", "first_seen < 2024-01-05T10:00:00.5+02:00",
     R"(first_seen < "2024-01-05T08:00:00.5Z")"},
    {"JustAfter", "first_seen > 2024-01-05", R"(first_seen >= "2024-01-06")"},
    {"JustAfterMidnight", "first_seen > 2024-01-05T00:00:00Z",
     R"(first_seen >= "2024-01-05T00:00:00.000000001Z")"},
    {"UntilADay", "first_seen <= 2024-02-29", R"(first_seen < "2024-03-01")"},
    {"UntilTheLastDay", "first_seen <= 9999-12-31", "NOT unset(first_seen)"},
    {"AfterTheLastDay", "first_seen > 9999-12-31", "FALSE"},
    {"TheLastDay", "first_seen = 9999-12-31", R"(first_seen >= "9999-12-31")"},
    {"YearOne", "first_seen < 0001-01-02", R"(first_seen < "0001-01-02")"},
    {"DateEquals", "first_seen = '2024-01-05'",
     R"(first_seen < "2024-01-06" AND first_seen >= "2024-01-05")"},
    {"DayNot", "first_seen != 2024-01-05",
     R"(NOT first_seen < "2024-01-06" OR NOT first_seen >= "2024-01-05")"},
    {"DateNot", "first_seen != 2024-01-05T01:00:00Z",
     R"(NOT first_seen < "2024-01-05T01:00:00.000000001Z" OR )"
     R"(NOT first_seen >= "2024-01-05T01:00:00Z")"},
    {"Bool", "nofollow", "nofollow = true"},
    {"BoolNot", "nofollow != true", "NOT nofollow = true"},
    {"LinkType", "link_type = HREF", "link_type = href"},
    {"LinkTypes", "any_of(link_type, rss, href, rss)",
     "any_of(link_type, href, rss)"},
    {"LinkTypeNot", "link_type != rss", "link_type != rss"},
    {"Always", "TRUE", "TRUE"},
    {"Never", "FALSE", "FALSE"},
    {"NotAlways", "NOT TRUE", "FALSE"},
};

INSTANTIATE_TEST_SUITE_P(Predicates, CanonicalTextTest,
                         testing::ValuesIn(kPredicates), kName);

const Golden kGroups[] = {
    {"Sorted", "title = b AND alt = a", R"(alt = "a" AND title = "b")"},
    {"Repeated", "nofollow AND nofollow", "nofollow = true"},
    {"Nested", "unset(title) AND (unset(alt) AND unset(anchor))",
     "unset(alt) AND unset(anchor) AND unset(title)"},
    {"OrInAnd", "unset(title) AND unset(encoding) OR unset(alt)",
     "(unset(alt) OR unset(encoding)) AND unset(title)"},
    {"AndInOr", "unset(title) OR (unset(encoding) AND unset(alt))",
     "(unset(alt) AND unset(encoding)) OR unset(title)"},
    {"DeMorgan", "NOT (unset(alt) OR NOT nofollow)",
     "NOT unset(alt) AND nofollow = true"},
    {"TwoNots", "NOT NOT (nofollow AND original)",
     "nofollow = true AND original = true"},
    {"Absorbed", "nofollow AND (nofollow OR original)", "nofollow = true"},
    {"AbsorbedInOr", "nofollow OR (nofollow AND original)", "nofollow = true"},
    {"WiderGroup",
     "(nofollow OR original OR unset(alt)) AND (unset(alt) OR "
     "original)",
     "original = true OR unset(alt)"},
    {"Resolved", "nofollow AND (NOT nofollow OR original)",
     "nofollow = true AND original = true"},
    {"Contradiction", "contains(alt, a) AND NOT contains(alt, a)", "FALSE"},
    {"Tautology", "contains(alt, a) OR NOT contains(alt, a)", "TRUE"},
    {"GroupAndItsNot", "(nofollow OR original) AND NOT (original OR nofollow)",
     "FALSE"},
    {"NeverInAnd", "nofollow AND FALSE", "FALSE"},
    {"NeverInOr", "nofollow OR FALSE", "nofollow = true"},
    {"AlwaysInAnd", "nofollow AND TRUE", "nofollow = true"},
    {"AlwaysInOr", "nofollow OR TRUE", "TRUE"},
    {"ConstantInside", "nofollow OR (original AND FALSE)", "nofollow = true"},
};

INSTANTIATE_TEST_SUITE_P(Groups, CanonicalTextTest, testing::ValuesIn(kGroups),
                         kName);

const Golden kMerged[] = {
    {"Ranges", "page_size >= 5 AND page_size >= 7 AND page_size < 20",
     "page_size < 20 AND page_size >= 7"},
    {"EmptyRange", "page_size >= 7 AND page_size < 7", "FALSE"},
    {"RangeOfOne", "page_size >= 7 AND page_size < 8", "page_size = 7"},
    {"RangeAndNot", "page_size >= 7 AND NOT page_size >= 9",
     "page_size < 9 AND page_size >= 7"},
    {"NegatedRanges", "NOT page_size < 7 AND NOT page_size < 9",
     "NOT page_size < 9"},
    {"NegatedRangesMeet", "NOT page_size < 7 AND NOT page_size >= 7",
     "unset(page_size)"},
    {"Union", "page_size < 7 OR page_size < 9", "page_size < 9"},
    {"UnionIsWhole", "page_size < 9 OR page_size >= 7", "NOT unset(page_size)"},
    {"UnionOfNots", "NOT page_size < 9 OR NOT page_size >= 9", "TRUE"},
    {"UnionWithNumber", "page_size >= 7 OR page_size = 6", "page_size >= 6"},
    {"WholeRange", "page_size >= -9223372036854775808", "NOT unset(page_size)"},
    {"NothingBelow", "page_size < -9223372036854775808", "FALSE"},
    {"Most", "page_size >= 9223372036854775807",
     "page_size >= 9223372036854775807"},
    {"MostInOr", "page_size >= 9223372036854775807 OR FALSE",
     "page_size >= 9223372036854775807"},
    {"Times", "first_seen >= 2024-01-05 AND first_seen > 2024-01-05",
     R"(first_seen >= "2024-01-06")"},
    {"EmptyTimes", "first_seen < 2024-01-05 AND first_seen >= 2024-01-05",
     "FALSE"},
    {"BeforeTheEpoch",
     "NOT first_seen < 1960-02-03T00:00:00.25Z AND NOT "
     "first_seen < 1950-01-01",
     R"(NOT first_seen < "1960-02-03T00:00:00.25Z")"},
    {"SetsMeet", "any_of(http_code, 1, 2, 3) AND any_of(http_code, 2, 3, 4)",
     "any_of(http_code, 2, 3)"},
    {"SetsApart", "http_code = 1 AND http_code = 2", "FALSE"},
    {"SetsJoin", "http_code = 2 OR any_of(http_code, 3, 1)",
     "any_of(http_code, 1, 2, 3)"},
    {"NegatedSetsJoin", "http_code != 2 AND http_code != 1",
     "NOT any_of(http_code, 1, 2)"},
    {"NegatedSetsApart", "http_code != 1 OR http_code != 2", "TRUE"},
    {"SetInRange",
     "any_of(http_code, 1, 5, 9) AND http_code > 1 AND "
     "http_code != 9",
     "http_code = 5"},
    {"SetOutsideRange", "http_code = 1 AND http_code > 1", "FALSE"},
    {"ExceptionAtBound",
     "http_code >= 5 AND http_code != 5 AND "
     "http_code != 9 AND http_code != 4",
     "http_code != 9 AND http_code >= 6"},
    {"TextSetsMeet", "any_of(title, a, b) AND any_of(title, b, c)",
     R"(title = "b")"},
    {"TextSetsApart", "title = a AND title = b", "FALSE"},
    {"TextSetsJoin", "title = b OR title = a", R"(any_of(title, "a", "b"))"},
    {"FoldedSetsStay",
     "any_of(title, A, ignore_case) AND any_of(title, a, ignore_case)",
     R"(any_of(title, "A", ignore_case) AND any_of(title, "a", ignore_case))"},
    {"FoldedSetsJoin",
     "any_of(title, b, ignore_case) OR any_of(title, a, ignore_case)",
     R"(any_of(title, "a", "b", ignore_case))"},
    {"FoldedAndNot",
     "any_of(title, a, ignore_case) AND NOT any_of(title, a, b, ignore_case)",
     "FALSE"},
    {"LinkTypesApart", "link_type = href AND link_type = rss", "FALSE"},
    {"LinkTypesJoin", "link_type = rss OR link_type = href",
     "any_of(link_type, href, rss)"},
    {"UnsetAndTest", "unset(alt) AND contains(alt, a)", "FALSE"},
    {"UnsetAndNot", "unset(alt) AND NOT contains(alt, a)", "unset(alt)"},
    {"UnsetOrTest", "NOT unset(alt) OR alt = a", "NOT unset(alt)"},
    {"PresentByTest", "NOT unset(alt) AND alt = a", R"(alt = "a")"},
    {"PresentAndNot", "NOT unset(page_size) AND NOT page_size < 5",
     "page_size >= 5"},
    {"PresentButNot", "alt:* AND alt != a", R"(NOT unset(alt) AND alt != "a")"},
    {"BothBooleans", "nofollow AND nofollow = false", "FALSE"},
    {"EitherBoolean", "nofollow OR nofollow = false", "NOT unset(nofollow)"},
    {"NeitherBoolean", "NOT nofollow AND nofollow != false", "unset(nofollow)"},
    {"PresentBoolean", "nofollow:* AND NOT nofollow", "nofollow = false"},
};

INSTANTIATE_TEST_SUITE_P(Merged, CanonicalTextTest, testing::ValuesIn(kMerged),
                         kName);

}  // namespace
}  // namespace backlinks::normalize
