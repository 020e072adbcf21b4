#include "service/plan/planner.h"

#include <string>
#include <string_view>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/common/status/status.h"
#include "tests/plan/fake_dialect.h"
#include "tests/plan/query_text.h"

namespace backlinks::plan {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr char kTies[] =
    "url_from,url_to,link_type,nofollow,anchor,alt,text_pre,text_post,"
    "first_seen";

absl::StatusOr<Plan> PlanOf(const std::string& text,
                            Paging paging = Paging::kAsNeeded) {
  const auto dialect =
      dialect::MakeAhrefsV2("/", Secret("t"), {}, dialect::kNoRowCap);
  return Planner(*dialect, {.page_rows = 500}).Make(QueryOf(text), paging);
}

ColumnSet ColumnsNamed(std::initializer_list<std::string_view> names) {
  ColumnSet columns;
  for (const std::string_view name : names) {
    columns.set(FindColumn(name)->number);
  }
  return columns;
}

std::vector<std::string> PathsOf(const absl::Status& status) {
  std::vector<std::string> paths;
  for (const Violation& violation : GetViolations(status)) {
    paths.push_back(violation.path);
  }
  return paths;
}

TEST(PlannerTest, SelectsTheColumnsOfTheRequest) {
  const auto plan = PlanOf(
      "query { read_mask { paths: 'title' paths: 'alt' } }"
      " row_limit: 7 max_price { milli_amount: 2400 unit: "
      "PRICE_UNIT_ROWS }");
  ASSERT_TRUE(plan.ok()) << plan.status();
  ColumnSet wanted;
  wanted.set(12);
  wanted.set(20);
  EXPECT_EQ(plan->select, wanted);
  EXPECT_EQ(plan->deliver, wanted);
  EXPECT_FALSE(plan->select_all);
  EXPECT_TRUE(plan->missing.none());
  EXPECT_EQ(plan->row_limit, 7);
  EXPECT_EQ(plan->max_price, 2400);
  EXPECT_EQ(plan->page_rows, 500);
  EXPECT_EQ(plan->target, "a.com");
  EXPECT_EQ(plan->mode, TargetMode::kDomain);
  EXPECT_FALSE(plan->nothing);
  EXPECT_TRUE(plan->order_by.empty());
  EXPECT_FALSE(plan->total_order);
}

TEST(PlannerTest, FetchesButDoesNotReturnColumnsOfTheResidual) {
  Query query = FilterQuery("unset(alt) AND ahrefs_rank >= 5 AND title:\"a\"",
                            "matches(anchor, \"b\")");
  query.columns = ColumnsNamed({"title", "url_to"});
  const auto dialect =
      dialect::MakeAhrefsV2("/", Secret("t"), {}, dialect::kNoRowCap);
  const auto plan = Planner(*dialect, {}).Make(query);
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_EQ(NamesOf(plan->select), "url_to,title,alt,anchor");
  EXPECT_EQ(NamesOf(plan->deliver), "url_to,title");
}

TEST(PlannerTest, SelectsAllForAllColumnsAndForOtherOnes) {
  EXPECT_TRUE(PlanOf("")->select_all);
  EXPECT_TRUE(PlanOf("query { read_mask { paths: '*' } }")->select_all);
  const auto plan = PlanOf(
      "query { read_mask { paths: 'title' } } include_other_columns: true");
  EXPECT_TRUE(plan->select_all);
  EXPECT_EQ(plan->deliver.count(), 1U);
}

struct OrderCase {
  std::string name;
  std::string request;
  Paging paging;
  std::string order;
};

class OrderTest : public testing::TestWithParam<OrderCase> {};

TEST_P(OrderTest, IsTotalIfPagesNeedIt) {
  const auto plan = PlanOf(GetParam().request, GetParam().paging);
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_EQ(OrderText(plan->order_by), GetParam().order);
  EXPECT_EQ(plan->total_order,
            GetParam().order.find("text_post") != std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(
    All, OrderTest,
    testing::ValuesIn(std::vector<OrderCase>{
        {"one_page", "row_limit: 500", Paging::kAsNeeded, ""},
        {"two_pages", "row_limit: 501", Paging::kAsNeeded, kTies},
        {"default_limit", "", Paging::kAsNeeded, kTies},
        {"all", "all_rows: true max_price { milli_amount: 9000 }",
         Paging::kAsNeeded, kTies},
        {"one_page_of_a_list", "row_limit: 5", Paging::kAlways, kTies},
        {"residual",
         "query { where { predicate { alt { unset: true } } } } row_limit: 1",
         Paging::kAsNeeded, kTies},
        {"pushed_down",
         "query { where { predicate { alt { equals: 'a' } } } } row_limit: 1",
         Paging::kAsNeeded, ""},
        {"nothing",
         "query { where { predicate { alt { any_of { values: 'a' } } } } "
         "having "
         "{ predicate { alt { any_of { values: 'b' } } } } }",
         Paging::kAsNeeded, ""},
        {"keys_alone",
         "query { order_by { column: 'ahrefs_rank' direction: "
         "SORT_DIRECTION_DESCENDING } } row_limit: 5",
         Paging::kAsNeeded, "ahrefs_rank:desc"},
        {"keys_first",
         "query { order_by { column: 'ahrefs_rank' direction: "
         "SORT_DIRECTION_DESCENDING } order_by { column: 'anchor' direction: "
         "SORT_DIRECTION_DESCENDING } order_by { column: 'url_from' } }",
         Paging::kAsNeeded,
         "ahrefs_rank:desc,anchor:desc,url_from,url_to,link_type,nofollow,alt,"
         "text_pre,text_post,first_seen"}}),
    [](const auto& info) { return info.param.name; });

struct PriceCase {
  std::string name;
  std::string request;
  bool ok;
};

class PriceCapTest : public testing::TestWithParam<PriceCase> {};

TEST_P(PriceCapTest, RejectsACapBelowThePriceOfTheFirstRow) {
  const auto plan = PlanOf(GetParam().request);
  EXPECT_EQ(plan.ok(), GetParam().ok) << plan.status();
  if (!GetParam().ok) {
    EXPECT_EQ(GetReason(plan.status()), Reason::kPriceCap);
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, PriceCapTest,
    testing::ValuesIn(std::vector<PriceCase>{
        {"none", "", true},
        {"one_row", "max_price { milli_amount: 1200 }", true},
        {"below_one_row", "max_price { milli_amount: 1199 }", false},
        {"zero", "max_price { milli_amount: 0 } all_rows: true", false},
        {"where",
         "query { where { predicate { page_size { equals: 1 } } } }"
         " max_price { milli_amount: 6199 }",
         false},
        {"where_and_having",
         "query { where { predicate { page_size { equals: 1 } } }"
         " having { predicate { page_size { equals: 1 } } } }"
         " max_price { milli_amount: 11200 }",
         true},
        // Only what is pushed down is paid for.
        {"residual",
         "query { where { predicate { alt { unset: true } } } }"
         " max_price { milli_amount: 1200 }",
         true},
        {"nothing",
         "query { where { predicate { page_size { equals: 1 } } }"
         " having { predicate { page_size { equals: 2 } } } }"
         " max_price { milli_amount: 0 }",
         true}}),
    [](const auto& info) { return info.param.name; });

TEST(PlannerTest, CapsCallsThatNameNoCap) {
  const auto dialect =
      dialect::MakeAhrefsV2("/", Secret("t"), {}, dialect::kNoRowCap);
  const Planner planner(*dialect, {.default_max_price = 5000});
  EXPECT_EQ(planner.Make(QueryOf(""))->max_price, 5000);
  EXPECT_EQ(
      planner.Make(QueryOf("max_price { milli_amount: 9000 }"))->max_price,
      9000);
  EXPECT_EQ(Planner(*dialect, {}).Make(QueryOf(""))->max_price, std::nullopt);
  // A caller's own default replaces that of the server, in both directions.
  for (const MilliPrice own : {4000, 6000}) {
    EXPECT_EQ(planner
                  .Make(QueryOf(""), Paging::kAsNeeded,
                        {.default_max_price = own, .max_cache_age = {}})
                  ->max_price,
              own);
  }
  const Planner low(*dialect, {.default_max_price = 1199});
  EXPECT_EQ(GetReason(low.Make(QueryOf("")).status()), Reason::kPriceCap);
}

TEST(PlannerTest, ReadsPagesOfTheLowestAge) {
  const auto dialect =
      dialect::MakeAhrefsV2("/", Secret("t"), {}, dialect::kNoRowCap);
  const auto age = [&](absl::Duration server, const std::string& request,
                       std::optional<absl::Duration> caller = {}) {
    return Planner(*dialect, {.max_cache_age = server})
        .Make(QueryOf(request), Paging::kAsNeeded,
              {.default_max_price = {}, .max_cache_age = caller})
        ->max_cache_age;
  };
  EXPECT_EQ(age(absl::ZeroDuration(), "max_cache_age { seconds: 5 }"),
            std::nullopt);
  EXPECT_EQ(age(absl::Hours(1), ""), absl::Hours(1));
  EXPECT_EQ(age(absl::Hours(1), "max_cache_age { seconds: 5 }"),
            absl::Seconds(5));
  EXPECT_EQ(age(absl::Hours(1), "max_cache_age { seconds: 7200 }"),
            absl::Hours(1));
  EXPECT_EQ(age(absl::Hours(1), "max_cache_age {}"), absl::ZeroDuration());
  EXPECT_EQ(age(absl::Hours(1), "", absl::Minutes(1)), absl::Minutes(1));
  EXPECT_EQ(
      age(absl::Hours(1), "max_cache_age { seconds: 90 }", absl::Minutes(1)),
      absl::Minutes(1));
}

TEST(PlannerTest, RequestsNothingIfNoRowCanPass) {
  const auto dialect =
      dialect::MakeAhrefsV2("/", Secret("t"), {}, dialect::kNoRowCap);
  const auto plan = Planner(*dialect, {})
                        .Make(FilterQuery("title:\"a\" AND ahrefs_rank < 5",
                                          "ahrefs_rank >= 5"));
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_TRUE(plan->nothing);
  EXPECT_EQ(plan->where, "");
  EXPECT_EQ(plan->having, "");
  EXPECT_EQ(ResidualText(*plan), "FALSE");
}

TEST(PlannerTest, RejectsAnotherUnitThanTheUpstreams) {
  const auto plan =
      PlanOf("max_price { milli_amount: 99999 unit: PRICE_UNIT_API_UNITS }");
  EXPECT_EQ(GetReason(plan.status()), Reason::kInvalidQuery);
  ASSERT_EQ(GetViolations(plan.status()).size(), 1U);
  EXPECT_EQ(GetViolations(plan.status())[0].path, "max_price.unit");
}

FakeDialect Poor() {
  return FakeDialect({.columns = FullColumnSet().reset(15),
                      .orderable = FullColumnSet().reset(15).reset(21)});
}

TEST(PlannerTest, ReportsColumnsThatTheUpstreamLacks) {
  const FakeDialect poor = Poor();
  const auto plan = Planner(poor, {}).Make(
      QueryOf("query { read_mask { paths: 'prev_visited' paths: 'title' } }"));
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_EQ(NamesOf(plan->missing), "prev_visited");
  EXPECT_EQ(NamesOf(plan->select), "title");
  EXPECT_EQ(NamesOf(plan->deliver), "title");
}

TEST(PlannerTest, RejectsEveryUseOfAColumnThatTheUpstreamLacks) {
  const FakeDialect poor = Poor();
  Query query = FilterQuery(
      "nofollow AND (prev_visited < 2013-10-22 OR NOT unset(prev_visited))",
      "prev_visited >= 2013-10-22 OR NOT prev_visited >= 2013-10-22");
  query.order_by = {{.column = 12}, {.column = 15}, {.column = 21}};
  const auto plan = Planner(poor, {}).Make(query);
  EXPECT_EQ(GetReason(plan.status()), Reason::kColumnNotSupported);
  EXPECT_THAT(
      PathsOf(plan.status()),
      ElementsAre("query.where.and_group.filters[1].or_group.filters[0]"
                  ".predicate.prev_visited",
                  "query.where.and_group.filters[1].or_group.filters[1]"
                  ".not_expression.predicate.prev_visited",
                  "query.having.or_group.filters[0].predicate.prev_visited",
                  "query.having.or_group.filters[1].not_expression.predicate"
                  ".prev_visited",
                  "query.order_by[1].column", "query.order_by[2].column"));
  const auto violations = GetViolations(plan.status());
  EXPECT_THAT(violations[0].description,
              HasSubstr("fake does not have the column prev_visited"));
  EXPECT_THAT(violations[4].description,
              HasSubstr("order by prev_visited: it does not have"));
}

TEST(PlannerTest, ClaimsNoTotalOrderWithoutEveryTieBreaker) {
  const FakeDialect poor = Poor();
  const auto plan = Planner(poor, {}).Make(QueryOf(""), Paging::kAlways);
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_EQ(OrderText(plan->order_by),
            "url_from,url_to,link_type,nofollow,alt,text_pre,text_post,"
            "first_seen");
  EXPECT_FALSE(plan->total_order);
}

TEST(PlannerTest, OrdersIfAShortPageIsNotTheEnd) {
  const FakeDialect fake({.short_page_is_end = false});
  const auto plan = Planner(fake, {}).Make(QueryOf("row_limit: 5"));
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_TRUE(plan->total_order);
}

}  // namespace
}  // namespace backlinks::plan
