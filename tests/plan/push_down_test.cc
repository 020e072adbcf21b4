// Filters, and what becomes of them: the golden tables.
#include "service/plan/push_down.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "service/common/parse/filter_text.h"
#include "service/plan/planner.h"
#include "tests/plan/fake_dialect.h"
#include "tests/plan/query_text.h"
#include "tests/support/naive_filter.h"
#include "tests/support/random_query.h"
#include "tests/support/v2_text.h"

namespace backlinks::plan {
namespace {

constexpr char kTies[] =
    "url_from,url_to,link_type,nofollow,anchor,alt,text_pre,text_post,"
    "first_seen";

struct Row {
  std::string name;
  std::string where;
  std::string having;
  std::string pushed_where;
  std::string pushed_having;
  std::string residual;
  std::string select = "title";  // All that is delivered.
  std::string order;
};

// The filter of a text; absent if the text is empty.
std::optional<v1::Filter> FilterOf(const std::string& text) {
  if (text.empty()) return std::nullopt;
  const auto filter = ParseFilterText(text);
  EXPECT_TRUE(filter.ok()) << text;
  return filter.value_or(v1::Filter());
}

// Over random rows: what was pushed down and the residual hold together where
// the naive evaluator says that the filters do.
void CheckMeaning(const dialect::Dialect& dialect, const Row& row,
                  int absent_percent) {
  const auto plan =
      Planner(dialect, {}).Make(FilterQuery(row.where, row.having));
  ASSERT_TRUE(plan.ok()) << plan.status();
  const auto where = testing_support::ParseV2(plan->where);
  const auto having = testing_support::ParseV2(plan->having);
  ASSERT_TRUE(where && having);
  const auto residual = FilterOf(ResidualText(*plan));
  const auto row_where = FilterOf(row.where);
  const auto row_having = FilterOf(row.having);
  const auto holds = [](const std::optional<v1::Filter>& filter,
                        const v1::Refpage& refpage) {
    return !filter || testing_support::Holds(*filter, refpage);
  };
  testing_support::RandomSource random(testing_support::PrintedSeed());
  for (int i = 0; i < 300; ++i) {
    const auto refpage = testing_support::RandomRefpage(random, absent_percent);
    const bool passes = testing_support::V2Holds(*where, refpage) &&
                        testing_support::V2Holds(*having, refpage) &&
                        holds(residual, refpage);
    ASSERT_EQ(passes, holds(row_where, refpage) && holds(row_having, refpage))
        << refpage.DebugString();
  }
}

void Check(const dialect::Dialect& dialect, const Row& row) {
  Query query = FilterQuery(row.where, row.having);
  query.columns = ColumnSet().set(FindColumn("title")->number);
  const auto plan = Planner(dialect, {}).Make(query);
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_EQ(plan->where, row.pushed_where);
  EXPECT_EQ(plan->having, row.pushed_having);
  EXPECT_EQ(ResidualText(*plan), row.residual);
  EXPECT_EQ(NamesOf(plan->select), row.select);
  EXPECT_EQ(NamesOf(plan->deliver), "title");
  EXPECT_EQ(OrderText(plan->order_by), row.order);
  EXPECT_EQ(plan->total_order, !row.order.empty());
  EXPECT_EQ(plan->nothing, row.residual == "FALSE");
}

std::string NameOf(const testing::TestParamInfo<Row>& info) {
  return info.param.name;
}

// Every column is in every row.
class V2Test : public testing::TestWithParam<Row> {};
TEST_P(V2Test, MatchesTheTable) {
  Check(*dialect::MakeAhrefsV2("/", Secret("t"), {}, dialect::kNoRowCap),
        GetParam());
}
TEST_P(V2Test, MeansWhatTheFilterDoes) {
  CheckMeaning(*dialect::MakeAhrefsV2("/", Secret("t")), GetParam(), 0);
}

// Every column may be absent.
class NullableV2Test : public testing::TestWithParam<Row> {};
TEST_P(NullableV2Test, MatchesTheTable) {
  Check(*dialect::MakeAhrefsV2("/", Secret("t"), FullColumnSet(),
                               dialect::kNoRowCap),
        GetParam());
}
TEST_P(NullableV2Test, MeansWhatTheFilterDoes) {
  CheckMeaning(*dialect::MakeAhrefsV2("/", Secret("t"), FullColumnSet()),
               GetParam(), 25);
}

class OrTest : public testing::TestWithParam<Row> {};
TEST_P(OrTest, MatchesTheTable) { Check(FakeDialect(), GetParam()); }

std::vector<Row> V2Rows() {
  return {
      {"none", "", "", "", "", ""},
      {"comparison", "ahrefs_rank >= 20", "", "ahrefs_rank>=20", "", ""},
      {"having_alone", "", "domain_rating < 5", "", "domain_rating<5", ""},
      {"both", "page_size = 1", "domain_rating < 9", "page_size=1",
       "domain_rating<9", ""},
      {"and", "nofollow AND ahrefs_rank >= 20", "",
       "ahrefs_rank>=20,nofollow=true", "", ""},
      {"range", "ahrefs_rank >= 20 AND ahrefs_rank < 30", "",
       "ahrefs_rank<30,ahrefs_rank>=20", "", ""},
      {"ranges_merge",
       "ahrefs_rank >= 20 AND (ahrefs_rank >= 30 AND http_code = 200)", "",
       "ahrefs_rank>=30,http_code=200", "", ""},
      {"not_range", "NOT ahrefs_rank < 20", "", "ahrefs_rank>=20", "", ""},
      {"not_not", "NOT NOT ahrefs_rank >= 20", "", "ahrefs_rank>=20", "", ""},
      {"not_or", "NOT (ahrefs_rank >= 20 OR nofollow)", "",
       "ahrefs_rank<20,nofollow<>true", "", ""},
      {"not_and", "NOT (ahrefs_rank >= 20 AND nofollow)", "", "", "",
       "NOT ahrefs_rank >= 20 OR NOT nofollow = true",
       "ahrefs_rank,title,nofollow", kTies},
      {"not_number", "ahrefs_rank != 20", "", "ahrefs_rank<>20", "", ""},
      {"not_numbers", "NOT any_of(ahrefs_rank, 20, 30)", "",
       "ahrefs_rank<>20,ahrefs_rank<>30", "", ""},
      {"number_set", "any_of(http_code, 200, 301, 404)", "",
       "http_code>=200,http_code<=404", "", "any_of(http_code, 200, 301, 404)",
       "title,http_code", kTies},
      {"number_set_without_gap", "any_of(ahrefs_rank, 3, 1, 2)", "",
       "ahrefs_rank>=1,ahrefs_rank<=3", "", ""},
      {"text", R"(title = "seo")", "", R"(title="seo")", "", ""},
      {"not_text", R"(title != "seo")", "", R"(title<>"seo")", "", ""},
      {"text_set", R"(any_of(language, "en", "ja"))", "", "", "",
       R"(any_of(language, "en", "ja"))", "language,title", kTies},
      {"not_text_set", R"(NOT any_of(language, "en", "ja"))", "",
       R"(language<>"en",language<>"ja")", "", ""},
      {"contains", R"(title:"seo")", "", R"(substring(title,"seo"))", "", ""},
      {"not_contains", R"(NOT title:"seo")", "", "", "",
       R"(NOT contains(title, "seo"))", "title", kTies},
      {"contains_any_case", R"(contains(title, "seo", ignore_case))", "", "",
       "", R"(contains(title, "seo", ignore_case))", "title", kTies},
      {"contains_caseless", R"(contains(title, "検索", ignore_case))", "",
       R"(substring(title,"検索"))", "", ""},
      {"contains_partly_caseless",
       R"(contains(anchor, "top 10 lists", ignore_case))", "",
       R"(substring(anchor," 10 "))", "",
       R"(contains(anchor, "top 10 lists", ignore_case))", "title,anchor",
       kTies},
      {"equals_any_case", R"(any_of(anchor, "24h", ignore_case))", "",
       R"(substring(anchor,"24"))", "", R"(any_of(anchor, "24h", ignore_case))",
       "title,anchor", kTies},
      {"word", R"(has_word(title, "seo"))", "", R"(word(title,"seo"))", "",
       R"(has_word(title, "seo"))", "title", kTies},
      {"words", R"(has_word(title, "seo tools"))", "",
       R"(substring(title,"seo tools"))", "", R"(has_word(title, "seo tools"))",
       "title", kTies},
      {"not_word", R"(NOT has_word(title, "seo"))", "", "", "",
       R"(NOT has_word(title, "seo"))", "title", kTies},
      {"starts_with", R"(starts_with(anchor, "home"))", "",
       R"(substring(anchor,"home"))", "", R"(starts_with(anchor, "home"))",
       "title,anchor", kTies},
      {"starts_and_ends_alike",
       R"(starts_with(anchor, "a") AND ends_with(anchor, "a"))", "",
       R"(substring(anchor,"a"))", "",
       R"(ends_with(anchor, "a") AND starts_with(anchor, "a"))", "title,anchor",
       kTies},
      {"matches", R"(matches(anchor, "a+b"))", "", "", "",
       R"(matches(anchor, "a+b"))", "title,anchor", kTies},
      {"matches_and_more", R"(matches(anchor, "a+b") AND nofollow)", "",
       "nofollow=true", "", R"(matches(anchor, "a+b"))", "title,anchor", kTies},
      {"subdomain", R"(subdomain_of(url_from, "Example.com"))", "",
       R"(subdomain(url_from,"example.com"))", "", ""},
      {"not_subdomain", R"(NOT subdomain_of(url_from, "Example.com"))", "", "",
       "", R"(NOT subdomain_of(url_from, "example.com"))", "url_from,title",
       kTies},
      {"unset", "unset(alt)", "", "", "", "unset(alt)", "title,alt", kTies},
      {"present", "alt:*", "", "", "", "NOT unset(alt)", "title,alt", kTies},
      {"boolean", "nofollow", "", "nofollow=true", "", ""},
      {"not_boolean", "NOT nofollow", "", "nofollow<>true", "", ""},
      {"link_type", "link_type = canonical", "", R"(link_type="canonical")", "",
       ""},
      {"not_link_type", "link_type != canonical", "",
       R"(link_type<>"canonical")", "", ""},
      {"link_types", "any_of(link_type, canonical, alternate)", "",
       R"(link_type<>"href",link_type<>"redirect",link_type<>"frame",link_type<>"form",link_type<>"rss")",
       "", "any_of(link_type, canonical, alternate)", "title,link_type", kTies},
      {"not_link_types", "NOT any_of(link_type, canonical, alternate)", "",
       R"(link_type<>"canonical",link_type<>"alternate")", "", ""},
      {"date", "first_seen >= 2013-10-22", "", R"(first_seen>="2013-10-22")",
       "", ""},
      {"date_until", "first_seen < 2013-10-22", "",
       R"(first_seen<"2013-10-22")", "", ""},
      {"not_date", "NOT first_seen < 2013-10-22", "",
       R"(first_seen>="2013-10-22")", "", ""},
      {"date_after", "first_seen > 2013-10-22", "",
       R"(first_seen>="2013-10-23")", "", ""},
      {"date_through", "first_seen <= 2013-10-22", "",
       R"(first_seen<"2013-10-23")", "", ""},
      {"date_is", "first_seen = 2013-10-22", "",
       R"(first_seen<"2013-10-23",first_seen>="2013-10-22")", "", ""},
      {"date_is_not", "first_seen != 2013-10-22", "", "", "",
       R"(NOT first_seen < "2013-10-23" OR NOT first_seen >= "2013-10-22")",
       "title,first_seen", kTies},
      {"asterisk", R"(title = "5\* hotel")", "", R"(title="5* hotel")", "", ""},
      {"date_with_time", "first_seen >= 2013-10-22T12:00:00Z", "",
       R"(first_seen>="2013-10-22")", "",
       R"(first_seen >= "2013-10-22T12:00:00Z")", "title,first_seen", kTies},
      {"date_until_with_time", "last_visited < 2013-10-22T12:00:00Z", "",
       R"(last_visited<"2013-10-23")", "",
       R"(last_visited < "2013-10-22T12:00:00Z")", "title,last_visited", kTies},
      {"not_date_with_time", "NOT last_visited < 2013-10-22T12:00:00Z", "",
       R"(last_visited>="2013-10-22")", "",
       R"(NOT last_visited < "2013-10-22T12:00:00Z")", "title,last_visited",
       kTies},
      {"date_range_with_time",
       "first_seen >= 2013-10-22 AND first_seen < 2013-10-22T00:00:01Z", "",
       R"(first_seen<"2013-10-23",first_seen>="2013-10-22")", "",
       R"(first_seen < "2013-10-22T00:00:01Z")", "title,first_seen", kTies},
      {"date_beyond", "first_seen < 9999-12-31T12:00:00Z", "", "", "",
       R"(first_seen < "9999-12-31T12:00:00Z")", "title,first_seen", kTies},
      {"or", "nofollow OR ahrefs_rank >= 20", "", "", "",
       "ahrefs_rank >= 20 OR nofollow = true", "ahrefs_rank,title,nofollow",
       kTies},
      {"or_of_ranges",
       "(ahrefs_rank >= 5 AND ahrefs_rank < 10) OR (ahrefs_rank >= 20 AND "
       "ahrefs_rank < 30)",
       "", "ahrefs_rank>=5,ahrefs_rank<30", "",
       "(ahrefs_rank < 10 AND ahrefs_rank >= 5) OR (ahrefs_rank < 30 AND "
       "ahrefs_rank >= 20)",
       "ahrefs_rank,title", kTies},
      {"or_of_half_ranges", "ahrefs_rank < 10 OR ahrefs_rank >= 30", "", "", "",
       "ahrefs_rank < 10 OR ahrefs_rank >= 30", "ahrefs_rank,title", kTies},
      {"or_bounded_below",
       "(ahrefs_rank >= 5 AND nofollow) OR ahrefs_rank = 9 OR NOT ahrefs_rank "
       "< 7",
       "", "ahrefs_rank>=5", "",
       "NOT ahrefs_rank < 7 OR (ahrefs_rank >= 5 AND nofollow = true)",
       "ahrefs_rank,title,nofollow", kTies},
      {"or_of_numbers_and_more",
       R"((ahrefs_rank = 5 AND nofollow) OR (ahrefs_rank = 5 AND title:"a"))",
       "", "ahrefs_rank=5", "",
       R"((ahrefs_rank = 5 AND contains(title, "a")) OR (ahrefs_rank = 5 AND nofollow = true))",
       "ahrefs_rank,title,nofollow", kTies},
      {"or_of_greatest",
       "(page_size = 9223372036854775807 AND nofollow) OR (page_size >= 7 AND "
       "original)",
       "", "page_size>=7", "",
       "(nofollow = true AND page_size = 9223372036854775807) OR (original = "
       "true AND page_size >= 7)",
       "page_size,title,original,nofollow", kTies},
      {"or_of_dates",
       "(first_seen >= 2013-10-22T12:00:00Z AND first_seen < 2013-10-23) OR "
       "(first_seen >= 2014-01-01 AND first_seen < 2014-02-01T01:00:00Z)",
       "", R"(first_seen>="2013-10-22",first_seen<"2014-02-02")", "",
       R"((first_seen < "2013-10-23" AND first_seen >= "2013-10-22T12:00:00Z") OR (first_seen < "2014-02-01T01:00:00Z" AND first_seen >= "2014-01-01"))",
       "title,first_seen", kTies},
      {"or_with_common",
       R"((nofollow AND title:"a") OR (nofollow AND title:"b" AND http_code = 200))",
       "", "nofollow=true", "",
       R"((contains(title, "a") AND nofollow = true) OR (contains(title, "b") AND http_code = 200 AND nofollow = true))",
       "title,nofollow,http_code", kTies},
      {"or_with_common_wider",
       R"((starts_with(title, "a") AND nofollow) OR (ends_with(title, "a") AND original))",
       "", R"(substring(title,"a"))", "",
       R"((ends_with(title, "a") AND original = true) OR (nofollow = true AND starts_with(title, "a")))",
       "title,original,nofollow", kTies},
      {"or_said_alike", R"(starts_with(anchor, "a") OR ends_with(anchor, "a"))",
       "", R"(substring(anchor,"a"))", "",
       R"(ends_with(anchor, "a") OR starts_with(anchor, "a"))", "title,anchor",
       kTies},
      {"or_two_columns",
       "(ahrefs_rank >= 5 AND links_external < 100) OR (ahrefs_rank >= 9 AND "
       "links_external < 50)",
       "", "ahrefs_rank>=5,links_external<100", "",
       "(ahrefs_rank >= 5 AND links_external < 100) OR (ahrefs_rank >= 9 AND "
       "links_external < 50)",
       "ahrefs_rank,links_external,title", kTies},
      {"or_in_or",
       "((ahrefs_rank >= 5 OR ahrefs_rank = 3) AND original) OR (ahrefs_rank < "
       "9 AND ahrefs_rank >= 2 AND nofollow)",
       "", "ahrefs_rank>=2", "",
       "((ahrefs_rank = 3 OR ahrefs_rank >= 5) AND original = true) OR "
       "(ahrefs_rank < 9 AND ahrefs_rank >= 2 AND nofollow = true)",
       "ahrefs_rank,title,original,nofollow", kTies},
      {"or_beside_and",
       R"(http_code = 200 AND (nofollow OR title:"a") AND links_external < 100)",
       "", "http_code=200,links_external<100", "",
       R"(contains(title, "a") OR nofollow = true)", "title,nofollow", kTies},
      {"not_over_and_of_or",
       "NOT (nofollow AND (ahrefs_rank < 5 OR http_code = 200))", "", "", "",
       "(NOT ahrefs_rank < 5 AND http_code != 200) OR NOT nofollow = true",
       "ahrefs_rank,title,nofollow,http_code", kTies},
      {"residuals_of_both", R"(matches(title, "a"))",
       R"(matches(anchor, "b") AND domain_rating >= 50)", "",
       "domain_rating>=50", R"(matches(anchor, "b") AND matches(title, "a"))",
       "title,anchor", kTies},
      {"residuals_alike", R"(matches(title, "a"))", R"(matches(title, "a"))",
       "", "", R"(matches(title, "a"))", "title", kTies},
      {"always", "nofollow OR NOT nofollow", "", "", "", ""},
      {"never", "ahrefs_rank < 5 AND ahrefs_rank >= 5", "", "", "", "FALSE"},
      {"never_of_both", "ahrefs_rank = 5", "ahrefs_rank = 6", "", "", "FALSE"},
      {"never_in_having", "http_code = 200", "nofollow AND NOT nofollow", "",
       "", "FALSE"},
      {"never_of_residuals", R"(matches(title, "a"))",
       R"(NOT matches(title, "a"))", "", "", "FALSE"},
  };
}

INSTANTIATE_TEST_SUITE_P(All, V2Test, testing::ValuesIn(V2Rows()), NameOf);

std::vector<Row> NullableV2Rows() {
  return {
      {"comparison", "ahrefs_rank >= 20", "", "ahrefs_rank>=20", "", ""},
      {"not_range", "NOT ahrefs_rank < 20", "", "", "", "NOT ahrefs_rank < 20",
       "ahrefs_rank,title", kTies},
      {"not_date", "NOT first_seen >= 2013-10-22", "", "", "",
       R"(NOT first_seen >= "2013-10-22")", "title,first_seen", kTies},
      {"not_number", "NOT any_of(ahrefs_rank, 20, 30)", "",
       "ahrefs_rank<>20,ahrefs_rank<>30", "", ""},
      {"not_boolean", "NOT nofollow", "", "nofollow<>true", "", ""},
      {"not_text", R"(title != "seo")", "", R"(title<>"seo")", "", ""},
      {"not_or", "NOT (ahrefs_rank >= 20 OR nofollow)", "", "nofollow<>true",
       "", "NOT ahrefs_rank >= 20", "ahrefs_rank,title", kTies},
      {"or_bounded",
       "(ahrefs_rank >= 5 AND nofollow) OR (ahrefs_rank >= 9 AND original)", "",
       "ahrefs_rank>=5", "",
       "(ahrefs_rank >= 5 AND nofollow = true) OR (ahrefs_rank >= 9 AND "
       "original = true)",
       "ahrefs_rank,title,original,nofollow", kTies},
      {"or_not_bounded",
       "(NOT ahrefs_rank < 5 AND nofollow) OR (ahrefs_rank >= 9 AND original)",
       "", "", "",
       "(NOT ahrefs_rank < 5 AND nofollow = true) OR (ahrefs_rank >= 9 AND "
       "original = true)",
       "ahrefs_rank,title,original,nofollow", kTies},
  };
}

INSTANTIATE_TEST_SUITE_P(All, NullableV2Test,
                         testing::ValuesIn(NullableV2Rows()), NameOf);

std::vector<Row> OrRows() {
  return {
      {"or", "nofollow OR ahrefs_rank >= 20", "",
       "(ahrefs_rank>=20|nofollow=true)", "", ""},
      {"or_of_ands", "(nofollow AND ahrefs_rank >= 20) OR http_code = 200", "",
       "(ahrefs_rank>=20&nofollow=true|http_code=200)", "", ""},
      {"or_partly_said",
       R"((nofollow AND matches(title, "a")) OR http_code = 200)", "",
       "(http_code=200|nofollow=true)", "",
       R"(http_code = 200 OR (matches(title, "a") AND nofollow = true))",
       "title,nofollow,http_code", kTies},
      {"or_wider", R"(starts_with(title, "a") OR nofollow)", "",
       R"((nofollow=true|substring(title,"a")))", "",
       R"(nofollow = true OR starts_with(title, "a"))", "title,nofollow",
       kTies},
      {"or_said_alike", R"(starts_with(anchor, "a") OR ends_with(anchor, "a"))",
       "", R"(substring(anchor,"a"))", "",
       R"(ends_with(anchor, "a") OR starts_with(anchor, "a"))", "title,anchor",
       kTies},
      {"or_unsaid",
       R"((ahrefs_rank >= 5 AND nofollow) OR (ahrefs_rank >= 9 AND unset(alt)) OR matches(title, "a"))",
       "", "", "",
       R"((ahrefs_rank >= 5 AND nofollow = true) OR (ahrefs_rank >= 9 AND unset(alt)) OR matches(title, "a"))",
       "ahrefs_rank,title,nofollow,alt", kTies},
      {"or_unsaid_bounded",
       R"(((matches(title, "a") OR nofollow) AND ahrefs_rank >= 5) OR ahrefs_rank >= 20)",
       "", "(ahrefs_rank>=20|ahrefs_rank>=5)", "",
       R"(ahrefs_rank >= 20 OR (ahrefs_rank >= 5 AND (matches(title, "a") OR nofollow = true)))",
       "ahrefs_rank,title,nofollow", kTies},
      {"or_in_or",
       R"(((nofollow OR original) AND http_code = 200) OR title = "a")", "",
       R"((http_code=200&(nofollow=true|original=true)|title="a"))", "", ""},
      {"not_and", "NOT (nofollow AND http_code = 200)", "",
       "(nofollow<>true|http_code<>200)", "", ""},
      {"beside", R"((nofollow OR original) AND matches(title, "a"))", "",
       "(nofollow=true|original=true)", "", R"(matches(title, "a"))", "title",
       kTies},
  };
}

INSTANTIATE_TEST_SUITE_P(All, OrTest, testing::ValuesIn(OrRows()), NameOf);

TEST(PushDownTest, LeavesWhatIsTooLongToTheResidual) {
  const auto v2 =
      dialect::MakeAhrefsV2("/", Secret("t"), {}, dialect::kNoRowCap);
  const auto query =
      FilterQuery("anchor:\"aaaa\" AND title:\"bb\" AND nofollow");
  const auto push = [&](size_t max_bytes) {
    return PushDown(*v2, *query.where, max_bytes);
  };
  EXPECT_EQ(push(100).condition,
            R"(substring(anchor,"aaaa"),substring(title,"bb"),nofollow=true)");
  EXPECT_EQ(push(100).residual.size(), 0U);
  EXPECT_EQ(push(40).condition, R"(substring(anchor,"aaaa"),nofollow=true)");
  EXPECT_EQ(push(40).residual.size(), 1U);
  EXPECT_EQ(push(0).condition, "");
  EXPECT_EQ(push(0).residual.size(), 3U);
}

TEST(PushDownTest, KeepsTheLargestFilterWithinARequest) {
  std::string values;
  for (int i = 0; i < 1000; ++i)
    values += ", value_number_" + std::to_string(i);
  const auto query = FilterQuery("nofollow AND NOT any_of(title" + values + ")",
                                 "NOT any_of(anchor" + values + ")");
  const auto v2 =
      dialect::MakeAhrefsV2("/", Secret("t"), {}, dialect::kNoRowCap);
  const auto plan = Planner(*v2, {}).Make(query);
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_EQ(plan->where, "nofollow=true");
  EXPECT_EQ(plan->having, "");
  ASSERT_TRUE(plan->residual.has_value());
  EXPECT_EQ(plan->residual->children.size(), 2U);
}

}  // namespace
}  // namespace backlinks::plan
