#include "service/plan/cost_estimate.h"

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "tests/plan/fake_dialect.h"
#include "tests/plan/simulated_stream.h"

namespace backlinks::plan {
namespace {

using testing_support::RandomSource;

constexpr int64_t kMax = std::numeric_limits<int64_t>::max();

struct Case {
  std::string name;
  Plan plan;
  std::vector<std::pair<int64_t, int64_t>> pages;  // Offset, limit.
  int64_t min_calls;
  std::optional<int64_t> max_calls;
  MilliPrice min_price;
  std::optional<MilliPrice> max_price;
};

FilterNode Residual() { return {.column = 1, .matcher = UnsetMatcher()}; }

void Check(const dialect::Dialect& dialect, const Case& c) {
  const CostEstimate estimate = EstimateCost(dialect, c.plan);
  std::vector<std::pair<int64_t, int64_t>> pages;
  for (const PlannedRequest& request : estimate.pages) {
    pages.emplace_back(request.page.offset, request.page.limit);
    EXPECT_EQ(request.page.skip, 0);
    EXPECT_EQ(request.min, dialect.PagePrice(c.plan, request.page, 0));
    EXPECT_EQ(request.max,
              dialect.PagePrice(c.plan, request.page, request.page.limit));
  }
  EXPECT_EQ(pages, c.pages);
  EXPECT_EQ(estimate.min_calls, c.min_calls);
  EXPECT_EQ(estimate.max_calls, c.max_calls);
  EXPECT_EQ(estimate.min_price, c.min_price);
  EXPECT_EQ(estimate.max_price, c.max_price);
}

std::string NameOf(const testing::TestParamInfo<Case>& info) {
  return info.param.name;
}

class CostEstimateTest : public testing::TestWithParam<Case> {};
TEST_P(CostEstimateTest, MatchesTheTable) {
  Check(*dialect::MakeAhrefsV2("/", Secret("t"), {}, dialect::kNoRowCap),
        GetParam());
}

std::vector<std::pair<int64_t, int64_t>> Pages(int64_t rows, int64_t count) {
  std::vector<std::pair<int64_t, int64_t>> pages;
  for (int64_t i = 0; i < count; ++i) pages.emplace_back(i * rows, rows);
  return pages;
}

INSTANTIATE_TEST_SUITE_P(
    All, CostEstimateTest,
    testing::ValuesIn(std::vector<Case>{
        {"one_page",
         {.row_limit = 10, .page_rows = 1000},
         {{0, 10}},
         1,
         1,
         1000,
         3000},
        {"pages",
         {.where = "a=1", .row_limit = 25, .page_rows = 10},
         {{0, 10}, {10, 10}, {20, 5}},
         1,
         3,
         6000,
         3 * 6000 + 25 * 200},
        {"ten_pages",
         {.row_limit = 100, .page_rows = 10},
         Pages(10, 10),
         1,
         10,
         1000,
         30'000},
        {"eleven_pages",
         {.row_limit = 101, .page_rows = 10},
         Pages(10, 10),
         1,
         11,
         1000,
         31'200},
        {"a_billion_pages",
         {.where = "a=1",
          .having = "a=1",
          .row_limit = 1'000'000'000,
          .page_rows = 1},
         Pages(1, 10),
         1,
         1'000'000'000,
         11'000,
         11'200'000'000'000},
        {"all",
         {.page_rows = 10},
         Pages(10, 10),
         1,
         std::nullopt,
         1000,
         std::nullopt},
        {"all_within_a_cap",
         {.max_price = 40'500, .page_rows = 10},
         Pages(10, 10),
         1,
         14,
         1000,
         40'400},
        {"all_within_the_greatest_cap",
         {.max_price = kMax, .page_rows = 1'000'000},
         Pages(1'000'000, 10),
         1,
         kMax / 200'001'000 + 1,
         1000,
         kMax / 200 * 200},
        {"cap_below_the_limit",
         {.row_limit = 100, .max_price = 4200, .page_rows = 10},
         {{0, 10}, {10, 1}},
         1,
         2,
         1000,
         4200},
        {"cap_of_nothing",
         {.row_limit = 100, .max_price = 1199, .page_rows = 10},
         {},
         0,
         0,
         0,
         0},
        {"nothing",
         {.residual = Residual(),
          .nothing = true,
          .row_limit = 9,
          .page_rows = 10},
         {},
         0,
         0,
         0,
         0},
        {"residual",
         {.residual = Residual(), .row_limit = 10, .page_rows = 1000},
         {{0, 50}},
         1,
         std::nullopt,
         1000,
         std::nullopt},
        {"residual_and_cap",
         {.where = "a=1",
          .residual = Residual(),
          .row_limit = 10,
          .max_price = 100'000,
          .page_rows = 1000},
         {{0, 50}},
         1,
         16,
         6000,
         100'000},
        {"residual_of_all",
         {.residual = Residual(), .max_price = 40'500, .page_rows = 10},
         {{0, 10}},
         1,
         14,
         1000,
         40'400}}),
    NameOf);

class FakeCostEstimateTest : public testing::TestWithParam<Case> {};
TEST_P(FakeCostEstimateTest, MatchesTheTable) {
  Check(FakeDialect({.short_page_is_end = false}), GetParam());
}

// Any page may be short, of one row even.
INSTANTIATE_TEST_SUITE_P(
    All, FakeCostEstimateTest,
    testing::ValuesIn(std::vector<Case>{
        {"limit",
         {.row_limit = 25, .page_rows = 10},
         {{0, 10}},
         1,
         25,
         50'000,
         25 * 50'000},
        {"limit_and_cap",
         {.row_limit = 25, .max_price = 249'999, .page_rows = 10},
         {{0, 10}},
         1,
         4,
         50'000,
         249'999},
        {"all",
         {.page_rows = 10},
         {{0, 10}},
         1,
         std::nullopt,
         50'000,
         std::nullopt}}),
    NameOf);

Plan RandomPlan(RandomSource& random) {
  Plan plan = {.page_rows = 1 + random.Below(40)};
  if (random.Percent(30)) plan.where = "a=1";
  if (random.Percent(60)) plan.row_limit = 1 + random.Below(600);
  if (random.Percent(60)) plan.max_price = random.Below(200'000);
  if (random.Percent(40)) plan.residual = Residual();
  if (random.Percent(40)) plan.max_cache_age = absl::Hours(1);
  plan.total_order = random.Percent(50);
  return plan;
}

void CheckAgainst(const CostEstimate& estimate, const Plan& plan,
                  const SimulatedStream& stream) {
  const auto calls = static_cast<int64_t>(stream.pages.size());
  ASSERT_LE(estimate.min_calls, calls);
  ASSERT_LE(calls, estimate.max_calls.value_or(kMax));
  ASSERT_LE(estimate.min_price, stream.spent);
  ASSERT_LE(stream.spent, estimate.max_price.value_or(kMax));
  ASSERT_LE(estimate.max_price.value_or(0), plan.max_price.value_or(kMax));
  for (size_t i = 0; i < estimate.pages.size() && i < stream.pages.size();
       ++i) {
    ASSERT_EQ(estimate.pages[i].page.offset, stream.pages[i].page.offset);
    ASSERT_EQ(estimate.pages[i].page.limit, stream.pages[i].page.limit);
  }
}

TEST(CostEstimatePropertyTest, MatchesTheStream) {
  RandomSource random(testing_support::PrintedSeed());
  const auto v2 =
      dialect::MakeAhrefsV2("/", Secret("t"), {}, dialect::kNoRowCap);
  const FakeDialect fake({.short_page_is_end = false});
  for (int i = 0; i < 20'000; ++i) {
    Plan plan = RandomPlan(random);
    SimulatedUpstream upstream = {.passes =
                                      std::vector<bool>(random.Below(900))};
    const int pass_percent = static_cast<int>(random.Below(101));
    for (auto&& passes : upstream.passes) passes = random.Percent(pass_percent);
    const bool is_fake = random.Percent(30);
    if (is_fake) upstream.cap = 2 + random.Below(20);
    plan.total_order = random.Percent(50);
    const dialect::Dialect& dialect =
        is_fake ? static_cast<const dialect::Dialect&>(fake) : *v2;
    const SimulatedStream stream = Stream(dialect, plan, upstream, random);
    ASSERT_NO_FATAL_FAILURE(
        CheckAgainst(EstimateCost(dialect, plan), plan, stream));
  }
}

// What is said to be the most is not above what a stream can come to.
TEST(CostEstimatePropertyTest, IsReachedWhereEveryRowIsThere) {
  RandomSource random(testing_support::PrintedSeed());
  const auto v2 =
      dialect::MakeAhrefsV2("/", Secret("t"), {}, dialect::kNoRowCap);
  for (int i = 0; i < 5000; ++i) {
    Plan plan = RandomPlan(random);
    plan.residual.reset();
    if (!plan.row_limit && !plan.max_price) plan.max_price = 50'000;
    const SimulatedStream stream = StreamAll(*v2, plan, 1000);
    const CostEstimate estimate = EstimateCost(*v2, plan);
    ASSERT_EQ(estimate.max_calls, stream.pages.size());
    ASSERT_EQ(estimate.max_price, stream.spent);
  }
}

}  // namespace
}  // namespace backlinks::plan
