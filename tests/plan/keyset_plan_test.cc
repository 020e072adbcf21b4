// Plans and pages of an upstream without offset: API v3.
#include <memory>
#include <string>
#include <string_view>

#include "gtest/gtest.h"
#include "service/common/status/status.h"
#include "service/plan/cost_estimate.h"
#include "service/plan/pager.h"
#include "service/plan/planner.h"
#include "tests/plan/query_text.h"

namespace backlinks::plan {
namespace {

constexpr MilliPrice kUnit = 1000;
// Fields that API v3 can order by.
constexpr int kOrderable = 21;

std::unique_ptr<dialect::Dialect> MakeV3(int64_t cap = 0) {
  return dialect::MakeAhrefsV3(
      {.base_path = "/v3/", .max_rows_per_request = cap});
}

Plan PlanOf(const dialect::Dialect& dialect, const std::string& text) {
  const auto plan = Planner(dialect, {.page_rows = 500}).Make(QueryOf(text));
  EXPECT_TRUE(plan.ok()) << plan.status();
  return plan.value_or(Plan());
}

struct OrderCase {
  const char* name;
  const char* request;
  const char* order;
  const char* select;
  int units;  // A row.
};

class KeysetOrder : public testing::TestWithParam<OrderCase> {};

TEST_P(KeysetOrder, HasTheUrlsAndWhatCostsNothing) {
  const auto dialect = MakeV3();
  const Plan plan = PlanOf(*dialect, GetParam().request);
  EXPECT_EQ(OrderText(plan.order_by), GetParam().order);
  EXPECT_EQ(NamesOf(plan.select), GetParam().select);
  EXPECT_EQ(plan.row_price, GetParam().units * kUnit);
  ASSERT_EQ(plan.full_order_by.size(), kOrderable);
  EXPECT_EQ(OrderText(plan.full_order_by).rfind(GetParam().order, 0), 0U);
}

INSTANTIATE_TEST_SUITE_P(
    Plans, KeysetOrder,
    testing::Values(
        OrderCase{"OneColumn", "query { read_mask { paths: 'title' } }",
                  "url_from,url_to", "url_from,url_to,title", 3},
        OrderCase{"FreeColumns",
                  "query { read_mask { paths: 'anchor' paths: 'first_seen' } }",
                  "url_from,url_to,first_seen,anchor",
                  "url_from,url_to,first_seen,anchor", 4},
        OrderCase{"TheCallersFirst",
                  "query { read_mask { paths: 'url_to' } order_by { column: "
                  "'page_size' direction: SORT_DIRECTION_DESCENDING } }",
                  "page_size:desc,url_from,url_to", "url_from,url_to,page_size",
                  3},
        OrderCase{"OneRow", "query { read_mask { paths: 'alt' } } row_limit: 1",
                  "url_from,url_to", "url_from,url_to,alt", 3}),
    [](const auto& info) { return info.param.name; });

TEST(KeysetPlan, PagesAreNoLargerThanTheCap) {
  EXPECT_EQ(PlanOf(*MakeV3(), "").page_rows, 500);
  EXPECT_EQ(PlanOf(*MakeV3(100), "").page_rows, 100);
  EXPECT_EQ(PlanOf(*MakeV3(10'000), "").page_rows, 500);
}

TEST(KeysetPlan, AllColumnsAreAllFieldsThereAre) {
  const auto dialect = MakeV3();
  const Plan plan = PlanOf(*dialect, "");
  EXPECT_EQ(plan.row_price, 24 * kUnit);
  EXPECT_EQ(plan.full_order_row_price, 24 * kUnit);
  EXPECT_EQ(NamesOf(plan.missing), "prev_visited");
}

TEST(KeysetPlan, RejectsColumnsThatTheUpstreamCannotOrderBy) {
  const auto dialect = MakeV3();
  for (const char* column :
       {"prev_visited", "link_type", "language", "original"}) {
    const auto plan =
        Planner(*dialect, {})
            .Make(QueryOf(std::string("query { order_by { column: '") + column +
                          "' } }"));
    EXPECT_EQ(GetReason(plan.status()), Reason::kColumnNotSupported) << column;
  }
  const auto plan =
      Planner(*dialect, {}).Make(FilterQuery("prev_visited > \"2020-01-01\""));
  EXPECT_EQ(GetReason(plan.status()), Reason::kColumnNotSupported);
}

TEST(KeysetPager, ARequestHasTheRowsThatCostNothing) {
  const auto dialect = MakeV3();
  Plan plan =
      PlanOf(*dialect, "query { read_mask { paths: 'title' } } row_limit: 101");
  plan.residual = FilterNode{.column = 1, .matcher = UnsetMatcher()};
  StreamPosition position({.scanned = 100, .sent = 100});
  // One row is wanted, and nearly every one passes; 16 cost what one does.
  EXPECT_EQ(Pager(*dialect, plan, position).Next()->limit, 16);
}

TEST(KeysetPager, APageOutOfTheCacheCostsNothing) {
  const auto dialect = MakeV3();
  const Plan plan = PlanOf(*dialect, "row_limit: 10");
  StreamPosition position{Cursor()};
  Pager pager(*dialect, plan, position);
  const auto page = pager.Next();
  pager.OnHead(*page, 10, PageSource::kUpstreamCache);
  pager.OnEnd(*page, 10);
  EXPECT_EQ(pager.spent(), 0);
}

TEST(KeysetPager, EndsWhereNoRowCanBePaid) {
  const auto dialect = MakeV3();
  Plan plan = PlanOf(*dialect, "row_limit: 100");
  plan.max_price = 130 * kUnit;
  StreamPosition position{Cursor()};
  Pager pager(*dialect, plan, position);
  const auto page = pager.Next();
  ASSERT_TRUE(page.has_value());
  EXPECT_EQ(page->limit, 5);  // Of 24 units each.
  position.PricePage(100 * kUnit);
  EXPECT_FALSE(pager.Next().has_value());
  EXPECT_EQ(pager.end_reason(), EndReason::kPrice);
}

TEST(KeysetCostEstimate, KnowsThePriceOfARequestThatIsEnough) {
  struct {
    int64_t cap;
    std::string request;
    std::optional<int64_t> calls;
  } const cases[] = {
      {100, "row_limit: 20", 1},
      {100, "row_limit: 100", 1},
      {100, "row_limit: 101", std::nullopt},
      // A plan that came to allow 100 rows alone would cut it off.
      {250, "row_limit: 101", std::nullopt},
      {0, "row_limit: 20", std::nullopt},
  };
  for (const auto& c : cases) {
    const auto dialect = MakeV3(c.cap);
    const CostEstimate estimate =
        EstimateCost(*dialect, PlanOf(*dialect, c.request));
    EXPECT_EQ(estimate.max_calls, c.calls) << c.cap << " " << c.request;
    ASSERT_FALSE(estimate.pages.empty());
    if (!c.calls) continue;
    EXPECT_EQ(estimate.max_price, estimate.pages.front().max) << c.request;
  }
}

TEST(KeysetCostEstimate, AResidualMayNeedMoreThanOneRequest) {
  const auto dialect = MakeV3(100);
  Plan plan = PlanOf(*dialect, "row_limit: 100");
  plan.residual = FilterNode{.column = 1, .matcher = UnsetMatcher()};
  EXPECT_EQ(EstimateCost(*dialect, plan).max_calls, std::nullopt);
}

}  // namespace
}  // namespace backlinks::plan
