// Which rows the embedded upstream gives: modes, conditions, order, pages.
#include <numeric>
#include <ostream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/embedded/upstream_fixture.h"

namespace backlinks::embedded::testing_embedded {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Numbers = std::vector<int64_t>;

struct Case {
  std::string name;
  Parameters parameters;
  Numbers rows;
};
void PrintTo(const Case& row, std::ostream* out) { *out << row.name; }

class Query : public ::testing::TestWithParam<Case> {
 protected:
  static void SetUpTestSuite() { upstream_ = new UpstreamFixture(); }
  static void TearDownTestSuite() { delete upstream_; }
  static UpstreamFixture* upstream_;
};
UpstreamFixture* Query::upstream_ = nullptr;

TEST_P(Query, ReturnsTheseRows) {
  EXPECT_EQ(upstream_->Numbers(GetParam().parameters), GetParam().rows);
}

Case Mode(std::string name, std::string mode, std::string target,
          Numbers rows) {
  return {std::move(name),
          {{"mode", std::move(mode)}, {"target", std::move(target)}},
          std::move(rows)};
}

// All rows of github.com are 1 to 6.
Case With(std::string name, std::string parameter, std::string value,
          Numbers rows) {
  return {std::move(name),
          {{"mode", "subdomains"},
           {"target", "github.com"},
           {std::move(parameter), std::move(value)}},
          std::move(rows)};
}

Case Where(std::string name, std::string condition, Numbers rows) {
  return With(std::move(name), "where", std::move(condition), std::move(rows));
}

std::string CaseName(const ::testing::TestParamInfo<Case>& info) {
  return info.param.name;
}

INSTANTIATE_TEST_SUITE_P(
    Modes, Query,
    ::testing::Values(
        Mode("exact", "exact", "github.com", {1}),
        Mode("exact_url", "exact", "https://github.com/ab?q=1", {6}),
        Mode("exact_is_no_prefix", "exact", "github.com/ab", {}),
        Mode("domain", "domain", "github.com", {1, 2, 3, 6}),
        Mode("domain_of_a_path", "domain", "github.com/a", {1, 2, 3, 6}),
        Mode("subdomain_alone", "domain", "api.github.com", {4}),
        Mode("subdomains", "subdomains", "GITHUB.com", {1, 2, 3, 4, 5, 6}),
        Mode("prefix", "prefix", "github.com/a", {2, 3, 6}),
        Mode("prefix_of_a_folder", "prefix", "github.com/a/", {3}),
        Mode("nobody", "subdomains", "nobody.example", {}),
        Mode("injection", "exact", "github.com' OR '1'='1", {})),
    CaseName);

INSTANTIATE_TEST_SUITE_P(
    Operators, Query,
    ::testing::Values(
        Where("equal", "ahrefs_rank=20", {2}),
        Where("not_equal", "ahrefs_rank<>20", {1, 3, 4, 5, 6}),
        Where("less", "ahrefs_rank<30", {1, 2}),
        Where("at_most", "ahrefs_rank<=30", {1, 2, 3}),
        Where("more", "ahrefs_rank>30", {4, 5}),
        Where("at_least", "ahrefs_rank>=30", {3, 4, 5}),
        Where("substring", R"(substring(title,"ython"))", {1, 5}),
        Where("substring_by_case", R"(substring(title,"Python"))", {1}),
        Where("substring_wide", R"(substring(title,"のタイ"))", {3}),
        Where("word", R"(word(title,"tools"))", {1}),
        Where("word_is_whole", R"(word(title,"tool"))", {}),
        Where("subdomain", R"(subdomain(url_from,"example.org"))", {1, 2}),
        Where("subdomain_alone", R"(subdomain(url_from,"blog.example.org"))",
              {1}),
        Where("all_must_hold", "ahrefs_rank>10 , nofollow=false", {3, 5}),
        Where("blanks", R"(  ahrefs_rank  >=  40 , word( title , "C" )  )",
              {4}),
        With("having", "having", "domain_rating>=94", {4, 5}),
        Case{"where_and_having",
             {{"mode", "subdomains"},
              {"target", "github.com"},
              {"where", "ahrefs_rank<50"},
              {"having", "domain_rating>=94"}},
             {4}}),
    CaseName);

INSTANTIATE_TEST_SUITE_P(
    Literals, Query,
    ::testing::Values(
        Where("quoted_number", R"(ahrefs_rank="20")", {2}),
        Where("single_quoted_number", "ahrefs_rank='20'", {2}),
        Where("real", "ahrefs_rank=2e1", {2}),
        Where("fraction", "ahrefs_rank>19.5,ahrefs_rank<20.5", {2}),
        Where("bool", "nofollow=true", {2, 4}),
        Where("upper_case_bool", "nofollow=TRUE", {2, 4}),
        Where("quoted_bool", R"(nofollow="true")", {2, 4}),
        Where("bool_as_number", "nofollow=0", {1, 3, 5}),
        Where("not_a_bool", "nofollow<>true", {1, 3, 5, 6}),
        Where("text_that_looks_like_a_bool", R"(anchor="true")", {5}),
        Where("bare_text", "anchor=home", {1}),
        Where("bare_text_with_blanks", "title=Python tools , nofollow=false",
              {1}),
        Where("empty_text", R"(anchor="")", {4}),
        Where("escaped_quotes", R"(title="A \"quoted\", title")", {2}),
        Where("escaped_single", R"(title='it\'s C:\\path')", {4}),
        Where("the_other_quote", R"(title="it's C:\\path")", {4}),
        Where("nul", R"(anchor="a\0b")", {3}),
        Where("date", R"(first_seen>="2016-01-01")", {4, 5}),
        Where("bare_date", "first_seen<2014-01-01", {1}),
        Where("time_after_a_blank", R"(first_seen>="2015-06-01 12:00:00")",
              {3, 4, 5}),
        Where("day", R"(first_seen="2013-10-26")", {1}),
        Where("not_a_day", R"(first_seen<>"2013-10-26")", {2, 3, 4, 5, 6}),
        Where("up_to_a_day", R"(first_seen<="2015-06-01")", {1, 2, 3}),
        Where("before_a_day", R"(first_seen<"2014-01-01")", {1}),
        Where("after_a_day", R"(first_seen>"2015-06-01")", {4, 5}),
        Where("after_midnight", R"(first_seen>"2016-01-01")", {5}),
        Where("since_a_day", R"(first_seen>="2013-10-26")", {1, 2, 3, 4, 5}),
        Where("up_to_the_last_day", R"(first_seen<="9999-12-31")",
              {1, 2, 3, 4, 5}),
        Where("up_to_a_second", R"(first_seen<="2015-06-01T11:59:59Z")",
              {1, 2}),
        Where("time", R"(first_seen="2015-06-01T12:00:00Z")", {3}),
        Where("time_elsewhere", R"(first_seen="2015-06-01T14:00:00+02:00")",
              {3}),
        Where("link_type", "link_type=redirect", {2}),
        Where("injection", R"(title="x\" OR 1=1 --")", {}),
        Where("sql_injection", "anchor=x' OR '1'='1", {})),
    CaseName);

INSTANTIATE_TEST_SUITE_P(
    OrdersAndPages, Query,
    ::testing::Values(
        With("up", "order_by", "domain_rating", {6, 1, 2, 3, 4, 5}),
        With("down", "order_by", "domain_rating:desc", {5, 4, 3, 2, 1, 6}),
        With("by_two", "order_by", "nofollow:desc, page_size:desc",
             {4, 2, 5, 3, 1, 6}),
        With("up_by_name", "order_by", "page_size:asc", {1, 2, 3, 4, 5, 6}),
        With("limit", "limit", "2", {1, 2}),
        With("limit_as_real", "limit", "1e+05", {1, 2, 3, 4, 5, 6}),
        With("limit_with_a_raw_plus", "limit", "1e 05", {1, 2, 3, 4, 5, 6}),
        With("number_with_a_raw_plus", "where", "ahrefs_rank>=4e 01", {4, 5}),
        With("limit_zero", "limit", "0", {}),
        With("limit_unset", "limit", "", {1, 2, 3, 4, 5, 6}),
        With("offset", "offset", "4", {5, 6}),
        With("offset_after", "offset", "1e6", {}),
        Case{"page",
             {{"mode", "subdomains"},
              {"target", "github.com"},
              {"order_by", "page_size:desc"},
              {"limit", "2"},
              {"offset", "3"}},
             {3, 2}}),
    CaseName);

Numbers FromTo(int64_t from, int64_t to) {
  Numbers numbers(static_cast<size_t>(to - from));
  std::iota(numbers.begin(), numbers.end(), from);
  return numbers;
}

INSTANTIATE_TEST_SUITE_P(Limits, Query,
                         ::testing::Values(Case{"thousand_by_default",
                                                {{"mode", "domain"},
                                                 {"target", "many.example"}},
                                                FromTo(0, 1000)},
                                           Case{"the_rest",
                                                {{"mode", "domain"},
                                                 {"target", "many.example"},
                                                 {"offset", "1000"}},
                                                FromTo(1000, 1205)},
                                           Case{"all",
                                                {{"mode", "domain"},
                                                 {"target", "many.example"},
                                                 {"limit", "1e+05"}},
                                                FromTo(0, 1205)}),
                         CaseName);

TEST(Capped, LimitsTheRowsOfARequest) {
  EmbeddedOptions options;
  options.max_rows_per_request = 2;
  UpstreamFixture fixture(options);
  const Parameters all = {{"mode", "domain"}, {"target", "github.com"}};
  EXPECT_THAT(fixture.Numbers(all), ElementsAre(1, 2));
  Parameters rest = all;
  rest.emplace_back("offset", "2");
  EXPECT_THAT(fixture.Numbers(rest), ElementsAre(3, 6));
  rest.back().second = "4";
  EXPECT_THAT(fixture.Numbers(rest), IsEmpty());
}

}  // namespace
}  // namespace backlinks::embedded::testing_embedded
