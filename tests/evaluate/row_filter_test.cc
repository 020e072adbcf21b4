#include "service/evaluate/row_filter.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "service/common/status/status.h"
#include "service/validate/validator.h"
#include "tests/support/naive_filter.h"
#include "tests/support/row/row_of.h"

namespace backlinks::evaluate {
namespace {

using google::protobuf::TextFormat;
using testing_support::RowOf;

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

FilterNode Validated(const v1::Filter& filter) {
  v1::StreamRefpagesRequest request;
  request.mutable_query()->set_target("a.com");
  request.mutable_query()->set_mode(v1::TARGET_MODE_EXACT);
  *request.mutable_query()->mutable_having() = filter;
  auto query = validate::Validate(request);
  EXPECT_TRUE(query.ok()) << query.status();
  return query.ok() ? *query->having : FilterNode();
}

bool CompiledHolds(const FilterNode& filter, const Row& row) {
  const auto compiled = RowFilter::Compile(filter);
  EXPECT_TRUE(compiled.ok()) << compiled.status();
  return compiled.ok() && (*compiled)->Holds(row);
}

struct Case {
  std::string filter;  // A v1.Filter; a line that is no group, a v1.Predicate.
  std::string page;    // A v1.Refpage.
  bool holds;
};

class RowFilterTest : public testing::TestWithParam<Case> {};

// The oracle of the property tests is held against the same cases.
TEST_P(RowFilterTest, Holds) {
  const auto& [text, page_text, holds] = GetParam();
  const bool is_predicate = text.find("_group") == text.npos &&
                            text.find("not_expression") == text.npos;
  const auto filter =
      Parse<v1::Filter>(is_predicate ? "predicate { " + text + " }" : text);
  const auto page = Parse<v1::Refpage>(page_text);
  EXPECT_EQ(CompiledHolds(Validated(filter), RowOf(page)), holds)
      << text << " on " << page_text;
  EXPECT_EQ(testing_support::Holds(filter, page), holds)
      << text << " on " << page_text;
}

Case Title(const std::string& test, const std::string& title, bool holds) {
  return {"title { " + test + " }", "title: '" + title + "'", holds};
}

Case AnyCase(const std::string& test, const std::string& title, bool holds) {
  return Title(test + " ignore_case: true", title, holds);
}

Case Url(const std::string& domain, const std::string& url, bool holds) {
  return {"url_from { subdomain_of: '" + domain + "' }",
          "url_from: '" + url + "'", holds};
}

Case Rank(const std::string& test, const std::string& rank, bool holds) {
  return {"ahrefs_rank { " + test + " }", "ahrefs_rank: " + rank, holds};
}

Case Seen(const std::string& range, const std::string& time, bool holds) {
  return {"first_seen { range { " + range + " } }",
          "first_seen { " + time + " }", holds};
}

INSTANTIATE_TEST_SUITE_P(
    Texts, RowFilterTest,
    testing::Values(Title("equals: 'seo'", "seo", true),
                    Title("equals: 'seo'", "Seo", false),
                    Title("equals: 'seo'", "seo ", false),
                    Title("equals: ''", "", true),
                    Title("equals: ''", " ", false),
                    Title(R"(equals: 'a\000b')", R"(a\000b)", true),
                    Title(R"(equals: 'a\000b')", "a", false),
                    Title("contains: 'eo'", "seo", true),
                    Title("contains: 'eo'", "", false),
                    Title("contains: 'seo!'", "seo", false),
                    Title("contains: '本語'", "日本語", true),
                    Title("starts_with: 'se'", "seo", true),
                    Title("starts_with: 'seo'", "seo", true),
                    Title("starts_with: 'seo'", "se", false),
                    Title("starts_with: 'eo'", "seo", false),
                    Title("ends_with: 'eo'", "seo", true),
                    Title("ends_with: 'seo'", "seo", true),
                    Title("ends_with: 'seo'", "eo", false),
                    Title("ends_with: 'se'", "seo", false),
                    Title("has_word: 'seo'", "seo", true),
                    Title("has_word: 'seo'", "best seo", true),
                    Title("has_word: 'seo'", "seo, of course", true),
                    Title("has_word: 'seo'", "museo seos", false),
                    Title("has_word: 'seo'", "seoseo seo", true),
                    Title("has_word: 'seo'", "seo2", false),
                    Title("has_word: 'seo'", "seo_2", true),
                    Title("has_word: 'seo'", "éseo", false),
                    Title("has_word: 'seo'", "SEO", false),
                    Title("has_word: 'seo tools'", "best seo tools!", true),
                    Title("has_word: 'seo tools'", "best seo toolset", false),
                    Title("has_word: '検索'", "日本語 検索", true),
                    Title("has_word: '検索'", "検索エンジン", false),
                    Title("has_word: '検索'", "「検索」", true),
                    Title("any_of { values: ['a', '', 'b'] }", "b", true),
                    Title("any_of { values: ['a', '', 'b'] }", "", true),
                    Title("any_of { values: ['a', 'a'] }", "A", false)));

INSTANTIATE_TEST_SUITE_P(
    IgnoreCase, RowFilterTest,
    testing::Values(AnyCase("equals: 'Seo'", "sEO", true),
                    AnyCase("equals: 'seo'", "sew", false),
                    AnyCase("equals: '検索 20'", "検索 20", true),
                    AnyCase("equals: '20'", "２０", false),
                    AnyCase("equals: 'STRASSE'", "straße", false),
                    AnyCase("equals: 'STRAẞE'", "straße", true),
                    AnyCase("equals: 'istanbul'", "İstanbul", false),
                    AnyCase("equals: 'İSTANBUL'", "İstanbul", true),
                    AnyCase("equals: 'I'", "ı", false),
                    AnyCase("equals: 'I'", "i", true),
                    AnyCase("equals: 'kelvin'", "\u212Aelvin", true),
                    AnyCase("equals: '\u212A'", "K", true),
                    AnyCase("equals: 'ΣΊΣΥΦΟΣ'", "Σίσυφος", true),
                    AnyCase("contains: 'ς'", "ΣΊΣΥΦΟΣ", true),
                    AnyCase("contains: 'S'", "miſt", true),
                    AnyCase("contains: '!'", "SEO!", true),
                    AnyCase("starts_with: 'É'", "école", true),
                    AnyCase("starts_with: 'É'", "ecole", false),
                    AnyCase("starts_with: 'Ⱥ'", "ⱥb", true),
                    AnyCase("ends_with: 'KÖLN'", "in Köln", true),
                    AnyCase("ends_with: 'KÖLN'", "öln", false),
                    AnyCase("has_word: 'SEO'", "best seo tools", true),
                    AnyCase("has_word: 'SEO'", "museo", false),
                    // U+0345 is no letter, what it folds to is one.
                    AnyCase("has_word: '20'", "20\u0345", false),
                    Title("has_word: '20'", "20\u0345", true),
                    AnyCase("any_of { values: ['A', 'É'] }", "é", true),
                    AnyCase("any_of { values: ['A', 'É'] }", "e", false),
                    AnyCase("any_of { values: ['a', 'A'] }", "A", true),
                    AnyCase("matches: '^seo$'", "SEO", true),
                    AnyCase("matches: 'k'", "\u212A", true),
                    AnyCase("matches: 'straße'", "STRASSE", false)));

INSTANTIATE_TEST_SUITE_P(
    Expressions, RowFilterTest,
    testing::Values(Title("matches: 'e'", "seo", true),
                    Title("matches: '^e'", "seo", false),
                    Title("matches: '^$'", "", true),
                    Title("matches: '^.$'", "検", true),
                    Title(R"(matches: 'a\\000b')", R"(a\000b)", true),
                    Title(R"(matches: '\\p{Han}')", "の検", true),
                    Title("matches: 'a.b'", R"(a\nb)", false),
                    Title("matches: '(?s)a.b'", R"(a\nb)", true),
                    Title("matches: 'seo'", "SEO", false),
                    Title("matches: '(?i)seo'", "SEO", true)));

INSTANTIATE_TEST_SUITE_P(
    Subdomains, RowFilterTest,
    testing::Values(
        Url("a.com", "https://a.com/", true),
        Url("a.com", "https://b.a.com/", true),
        Url("a.com", "https://ba.com/", false),
        Url("b.a.com", "https://a.com/", false),
        Url("com", "https://a.com/", true),
        Url("a.com", "https://a.com.org/", false),
        Url("a.com", "https://b.org/a.com", false),
        Url("a.com", "https://b.org/?x=.a.com", false),
        Url("A.com", "HTTPS://B.a.COM", true),
        Url("a.com", "https://a.com:8443/x", true),
        Url("a.com", "https://user:p@a.com", true),
        Url("a.com", "https://a.com@b.org/", false),
        Url("a.com", "https://b.org/@a.com", false),
        Url("a.com.", "https://a.com", true),
        Url("a.com", "https://a.com.:80/", true),
        Url("[2001:db8::1]", "http://[2001:DB8::1]:80/", true),
        Url("[2001:db8::1]", "http://[2001:db8::2]/", false),
        Url("192.0.2.1", "http://192.0.2.1/", true),
        Url("例え.jp", "https://www.例え.jp/", true),
        Url("ÉCOLE.fr", "https://www.école.fr/", true),
        Url("école.fr", "https://ÉCOLE.FR", true),
        Url("bücher.example", "https://xn--bcher-kva.example", true),
        Url("xn--bcher-kva.example", "https://a.BU\u0308CHER。example", true),
        Url("xn--bcher-kva.example", "https://bucher.example", false),
        Url("example.com", "https://exam\u00ADple.com./", true),
        Url("example", "https://\u2665.example/", true),
        Url("a.com", "b.a.com/x", true), Url("a.com", "", false),
        Url("a.com", "/a.com", false), Url("a.com", "mailto:x@a.com", false)));

INSTANTIATE_TEST_SUITE_P(
    Numbers, RowFilterTest,
    testing::Values(
        Rank("equals: 20", "20", true), Rank("equals: 20", "21", false),
        Rank("equals: 0", "0", true),
        Rank("equals: -9223372036854775808", "-9223372036854775808", true),
        Rank("equals: 9223372036854775807", "9223372036854775807", true),
        Rank("any_of { values: [5, -5, 5, 20] }", "20", true),
        Rank("any_of { values: [5, -5, 5, 20] }", "-5", true),
        Rank("any_of { values: [5, -5, 5, 20] }", "6", false),
        Rank("range { start: 20 }", "20", true),
        Rank("range { start: 20 }", "19", false),
        Rank("range { start: 20 }", "9223372036854775807", true),
        Rank("range { end: 20 }", "19", true),
        Rank("range { end: 20 }", "20", false),
        Rank("range { end: 20 }", "-9223372036854775808", true),
        Rank("range { start: 20 end: 30 }", "25", true),
        Rank("range { start: 20 end: 30 }", "30", false),
        Rank("range { end: 9223372036854775807 }", "9223372036854775807",
             false)));

INSTANTIATE_TEST_SUITE_P(
    Times, RowFilterTest,
    testing::Values(
        Seen("start_time { seconds: 5 }", "seconds: 5", true),
        Seen("start_time { seconds: 5 nanos: 1 }", "seconds: 5", false),
        Seen("start_time { seconds: 5 nanos: 1 }", "seconds: 5 nanos: 1", true),
        Seen("end_time { seconds: 5 nanos: 1 }", "seconds: 5", true),
        Seen("end_time { seconds: 5 nanos: 1 }", "seconds: 5 nanos: 1", false),
        Seen("end_time { seconds: 5 }", "seconds: 4 nanos: 999999999", true),
        Seen("end_time { seconds: 0 }", "seconds: -1 nanos: 999999999", true),
        Seen("start_time { seconds: -62135596800 }", "seconds: -62135596800",
             true),
        Seen("start_time { seconds: -62135596799 }", "seconds: -62135596800",
             false),
        Seen("end_time { seconds: 253402300799 nanos: 999999999 }",
             "seconds: 253402300799 nanos: 999999998", true),
        Seen("end_time { seconds: 253402300799 nanos: 999999999 }",
             "seconds: 253402300799 nanos: 999999999", false),
        Seen("start_time { seconds: 4 } end_time { seconds: 5 }",
             "seconds: 4 nanos: 7", true)));

INSTANTIATE_TEST_SUITE_P(
    BooleansAndKinds, RowFilterTest,
    testing::Values(
        Case{"nofollow { equals: true }", "nofollow: true", true},
        Case{"nofollow { equals: true }", "nofollow: false", false},
        Case{"nofollow { equals: false }", "nofollow: false", true},
        Case{"link_type { any_of { values: [LINK_TYPE_HREF, LINK_TYPE_RSS] } }",
             "link_type: LINK_TYPE_RSS", true},
        Case{"link_type { any_of { values: LINK_TYPE_ALTERNATE } }",
             "link_type: LINK_TYPE_ALTERNATE", true},
        Case{"link_type { any_of { values: LINK_TYPE_HREF } }",
             "link_type: LINK_TYPE_RSS", false},
        Case{"link_type { any_of { values: LINK_TYPE_HREF } }",
             "link_type: LINK_TYPE_UNSPECIFIED link_type_word: 'href'", false},
        Case{"link_type { unset: true }",
             "link_type: LINK_TYPE_UNSPECIFIED link_type_word: 'href'",
             false}));

INSTANTIATE_TEST_SUITE_P(
    AbsentCells, RowFilterTest,
    testing::Values(
        Case{"title { equals: '' }", "", false},
        Case{"title { matches: '^$' }", "", false},
        Case{"title { any_of { values: '' } }", "", false},
        Case{"title { equals: 'a' ignore_case: true }", "alt: 'a'", false},
        Case{"url_to { subdomain_of: 'a.com' }", "", false},
        Case{"ahrefs_rank { equals: 0 }", "", false},
        Case{"ahrefs_rank { any_of { values: [0, 1] } }", "", false},
        Case{"ahrefs_rank { range { end: 1 } }", "", false},
        Case{"first_seen { range { end_time { seconds: 1 } } }", "", false},
        Case{"nofollow { equals: false }", "", false},
        Case{"link_type { any_of { values: LINK_TYPE_HREF } }", "", false},
        Case{"not_expression { predicate { nofollow { equals: false } } }", "",
             true},
        Case{"not_expression { predicate { title { contains: 'a' } } }", "",
             true},
        Case{"title { unset: true }", "", true},
        Case{"title { unset: true }", "title: ''", false},
        Case{"ahrefs_rank { unset: true }", "ahrefs_rank: 0", false},
        Case{"not_expression { predicate { nofollow { unset: true } } }",
             "nofollow: false", true},
        Case{"link_type { unset: true }", "", true}));

std::string Group(const std::string& kind, int first, int second) {
  const auto holds = [](int value) {
    return "filters { predicate { ahrefs_rank { equals: " +
           std::to_string(value) + " } } } ";
  };
  return kind + " { " + holds(first) + holds(second) + "}";
}

INSTANTIATE_TEST_SUITE_P(
    Groups, RowFilterTest,
    testing::Values(
        Case{Group("and_group", 1, 1), "ahrefs_rank: 1", true},
        Case{Group("and_group", 1, 2), "ahrefs_rank: 1", false},
        Case{Group("and_group", 2, 1), "ahrefs_rank: 1", false},
        Case{Group("or_group", 1, 2), "ahrefs_rank: 1", true},
        Case{Group("or_group", 2, 1), "ahrefs_rank: 1", true},
        Case{Group("or_group", 2, 2), "ahrefs_rank: 1", false},
        Case{"not_expression { " + Group("or_group", 2, 2) + " }",
             "ahrefs_rank: 1", true},
        Case{"not_expression { " + Group("and_group", 1, 1) + " }",
             "ahrefs_rank: 1", false},
        Case{"not_expression { not_expression { " + Group("and_group", 1, 1) +
                 " } }",
             "ahrefs_rank: 1", true},
        Case{"or_group { filters { predicate { nofollow { equals: true } } } }",
             "nofollow: true", true}));

TEST(RowFilter, AcceptsTheEmptyGroupsOfNormalForm) {
  FilterNode group;
  group.kind = FilterNode::Kind::kAnd;
  EXPECT_TRUE(CompiledHolds(group, Row()));
  group.kind = FilterNode::Kind::kOr;
  EXPECT_FALSE(CompiledHolds(group, Row()));
}

TEST(RowFilter, RejectsAnExpressionThatRe2Rejects) {
  FilterNode predicate;
  predicate.column = FindColumn("title")->number;
  predicate.path = "query.where.and_group.filters[1]";
  predicate.matcher = TextMatcher{TextOperator::kMatches, "(", false};
  FilterNode group;
  group.kind = FilterNode::Kind::kAnd;
  group.children = {predicate, predicate};
  const auto compiled = RowFilter::Compile(group);
  ASSERT_FALSE(compiled.ok());
  EXPECT_EQ(GetReason(compiled.status()), Reason::kInvalidQuery);
  ASSERT_EQ(GetViolations(compiled.status()).size(), 1U);
  EXPECT_EQ(GetViolations(compiled.status())[0].path, predicate.path);
}

// Each test folds into the same memory of its thread.
TEST(RowFilter, TestsEveryRowAnew) {
  const auto filter = RowFilter::Compile(Validated(Parse<v1::Filter>(R"(
      and_group {
        filters { predicate { title { contains: "É" ignore_case: true } } }
        filters { predicate { anchor { ends_with: "X" ignore_case: true } } }
        filters { predicate { url_to { subdomain_of: "a.com" } } }
      })")));
  ASSERT_TRUE(filter.ok());
  const Row yes = RowOf(
      Parse<v1::Refpage>("title: 'café' anchor: 'x' url_to: 'http://A.com'"));
  const Row no =
      RowOf(Parse<v1::Refpage>("title: 'É' anchor: '' url_to: 'http://a.com'"));
  EXPECT_TRUE((*filter)->Holds(yes));
  EXPECT_FALSE((*filter)->Holds(no));
  EXPECT_FALSE((*filter)->Holds(Row()));
  EXPECT_TRUE((*filter)->Holds(yes));
}

}  // namespace
}  // namespace backlinks::evaluate
