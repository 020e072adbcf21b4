#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "service/plan/planner.h"
#include "tests/support/random_source.h"

namespace backlinks {
namespace {

using testing_support::RandomSource;

// What an upstream that has `there` rows was asked for, and the end.
struct Walk {
  std::vector<Page> pages;
  int64_t rows = 0;
  MilliPrice spent = 0;
  EndReason end_reason = EndReason::kExhausted;
};

Walk WalkAll(const Dialect& dialect, const Plan& plan, int64_t there) {
  Walk walk;
  Pager pager(dialect, plan);
  while (const std::optional<Page> page = pager.Next()) {
    walk.pages.push_back(*page);
    const int64_t rows =
        std::clamp<int64_t>(there - page->offset, 0, page->limit);
    walk.rows += rows;
    pager.Done(*page, rows);
    if (walk.pages.size() > 10'000) break;
  }
  walk.spent = pager.spent();
  walk.end_reason = pager.end_reason();
  return walk;
}

struct Case {
  std::string name;
  std::optional<int64_t> row_limit;
  std::optional<MilliPrice> max_price;
  int64_t page_rows;
  int64_t there;
  std::vector<std::pair<int64_t, int64_t>> pages;  // Offset, limit.
  EndReason end_reason;
  MilliPrice spent;
};

class PagerTest : public testing::TestWithParam<Case> {};

TEST_P(PagerTest, WalksAsTheTableSays) {
  const Case& c = GetParam();
  const auto dialect = MakeAhrefsV2("/", Secret("t"));
  const Plan plan = {.row_limit = c.row_limit,
                     .max_price = c.max_price,
                     .page_rows = c.page_rows};
  const Walk walk = WalkAll(*dialect, plan, c.there);
  std::vector<std::pair<int64_t, int64_t>> pages;
  for (const Page& page : walk.pages) {
    pages.emplace_back(page.offset, page.limit);
  }
  EXPECT_EQ(pages, c.pages);
  EXPECT_EQ(walk.end_reason, c.end_reason);
  EXPECT_EQ(walk.spent, c.spent);
}

INSTANTIATE_TEST_SUITE_P(
    All, PagerTest,
    testing::ValuesIn(std::vector<Case>{
        {"one_page", 10, {}, 1000, 99, {{0, 10}}, EndReason::kLimit, 3000},
        {"pages",
         25,
         {},
         10,
         99,
         {{0, 10}, {10, 10}, {20, 5}},
         EndReason::kLimit,
         8000},
        {"short_page_is_the_end",
         25,
         {},
         10,
         13,
         {{0, 10}, {10, 10}},
         EndReason::kExhausted,
         4600},
        {"empty_page_is_the_end",
         25,
         {},
         10,
         10,
         {{0, 10}, {10, 10}},
         EndReason::kExhausted,
         4000},
        {"nothing_there",
         25,
         {},
         10,
         0,
         {{0, 10}},
         EndReason::kExhausted,
         1000},
        {"limit_and_end_at_once",
         10,
         {},
         10,
         10,
         {{0, 10}},
         EndReason::kLimit,
         3000},
        {"all",
         {},
         {},
         10,
         20,
         {{0, 10}, {10, 10}, {20, 10}},
         EndReason::kExhausted,
         7000},
        {"price_cuts_a_page",
         100,
         2000,
         10,
         99,
         {{0, 5}},
         EndReason::kPrice,
         2000},
        {"price_ends_between_pages",
         {},
         4100,
         10,
         99,
         {{0, 10}},
         EndReason::kPrice,
         3000},
        {"price_cuts_the_last_page",
         {},
         4200,
         10,
         99,
         {{0, 10}, {10, 1}},
         EndReason::kPrice,
         4200},
        {"price_of_nothing", {}, 0, 10, 99, {}, EndReason::kPrice, 0},
        {"limit_before_price",
         5,
         2000,
         10,
         99,
         {{0, 5}},
         EndReason::kLimit,
         2000},
        {"end_before_price",
         {},
         3000,
         10,
         3,
         {{0, 10}},
         EndReason::kExhausted,
         1600}}),
    [](const auto& info) { return info.param.name; });

TEST(PagerTest, MoreRowsThanAskedForAreBookedAndGoOn) {
  const auto dialect = MakeAhrefsV2("/", Secret("t"));
  const Plan plan = {.row_limit = 100, .page_rows = 10};
  Pager pager(*dialect, plan);
  pager.Done(*pager.Next(), 15);
  const std::optional<Page> next = pager.Next();
  ASSERT_TRUE(next.has_value());
  EXPECT_EQ(next->offset, 15);
  EXPECT_EQ(pager.spent(), 4000);
}

// Row by row: what must be true of every walk, whatever the numbers.
TEST(PagerPropertyTest, AgreesWithANaiveModel) {
  RandomSource random(testing_support::PrintedSeed());
  const auto dialect = MakeAhrefsV2("/", Secret("t"));
  for (int i = 0; i < 20'000; ++i) {
    Plan plan = {.page_rows = 1 + random.Below(40)};
    if (random.Percent(30)) plan.where = "a=1";
    if (random.Percent(30)) plan.having = "a=1";
    if (random.Percent(70)) plan.row_limit = 1 + random.Below(200);
    if (random.Percent(70)) plan.max_price = random.Below(80'000);
    const int64_t there = random.Below(200);
    const Walk walk = WalkAll(*dialect, plan, there);

    const MilliPrice request = 1000 + (plan.where.empty() ? 0 : 5000) +
                               (plan.having.empty() ? 0 : 5000);
    MilliPrice spent = 0;
    int64_t rows = 0;
    size_t pages = 0;
    EndReason end = EndReason::kLimit;
    while (!plan.row_limit || rows < *plan.row_limit) {
      int64_t limit = 0;
      while (limit < plan.page_rows &&
             (!plan.row_limit || rows + limit < *plan.row_limit) &&
             (!plan.max_price ||
              spent + request + 200 * (limit + 1) <= *plan.max_price)) {
        ++limit;
      }
      end = EndReason::kPrice;
      if (limit == 0) break;
      ASSERT_LT(pages, walk.pages.size());
      ASSERT_EQ(walk.pages[pages].offset, rows);
      ASSERT_EQ(walk.pages[pages].limit, limit);
      ++pages;
      const int64_t got = std::min(limit, there - rows);
      rows += got;
      spent += request + 200 * got;
      end = EndReason::kExhausted;
      if (got < limit) break;
      end = EndReason::kLimit;
    }
    ASSERT_EQ(walk.pages.size(), pages);
    ASSERT_EQ(walk.rows, rows);
    ASSERT_EQ(walk.spent, spent);
    ASSERT_EQ(walk.end_reason, end);
    ASSERT_LE(walk.spent, plan.max_price.value_or(walk.spent));
  }
}

}  // namespace
}  // namespace backlinks
