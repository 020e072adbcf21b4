#include "service/plan/pager.h"

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

TEST_P(PagerTest, MatchesTheTable) {
  const Case& c = GetParam();
  const auto dialect =
      dialect::MakeAhrefsV2("/", Secret("t"), {}, dialect::kNoRowCap);
  const Plan plan = {.row_limit = c.row_limit,
                     .max_price = c.max_price,
                     .page_rows = c.page_rows};
  const SimulatedStream stream = StreamAll(*dialect, plan, c.there);
  std::vector<std::pair<int64_t, int64_t>> pages;
  for (const SimulatedPage& page : stream.pages) {
    pages.emplace_back(page.page.offset, page.page.limit);
    EXPECT_EQ(page.page.skip, 0);
  }
  EXPECT_EQ(pages, c.pages);
  EXPECT_EQ(stream.end_reason, c.end_reason);
  EXPECT_EQ(stream.spent, c.spent);
  EXPECT_EQ(stream.repeated, 0);
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

// A plan whose rows are tested here; how is not the pager's business.
Plan ResidualPlan(std::optional<int64_t> row_limit, int64_t page_rows) {
  return {.residual = FilterNode{.column = 1, .matcher = UnsetMatcher()},
          .row_limit = row_limit,
          .page_rows = page_rows};
}

class PagerOfOneTest : public testing::Test {
 protected:
  Page NextOf(const Plan& plan) {
    return Pager(*dialect_, plan, position_).Next().value_or(Page());
  }
  // Reads and delivers so many rows.
  void Read(int64_t rows) {
    for (; rows > 0; --rows) {
      position_.ReadRow(position_.scanned(), 0);
      position_.DeliverRow();
    }
  }
  EndReason EndOf(const Plan& plan) {
    Pager pager(*dialect_, plan, position_);
    EXPECT_FALSE(pager.Next().has_value());
    EXPECT_EQ(pager.spent(), 0);
    return pager.end_reason();
  }

  std::unique_ptr<dialect::Dialect> dialect_ =
      dialect::MakeAhrefsV2("/", Secret("t"), {}, dialect::kNoRowCap);
  StreamPosition position_{Cursor()};
};

TEST_F(PagerOfOneTest, EndsWithoutARequestIfThereIsNothingToRequest) {
  EXPECT_EQ(EndOf({.nothing = true, .row_limit = 5, .page_rows = 10}),
            EndReason::kExhausted);
  position_ = StreamPosition({.scanned = 9, .sent = 5, .exhausted = true});
  EXPECT_EQ(EndOf({.row_limit = 5, .page_rows = 10}), EndReason::kLimit);
  EXPECT_EQ(EndOf({.row_limit = 3, .page_rows = 10}), EndReason::kLimit);
  EXPECT_EQ(EndOf({.row_limit = 6, .page_rows = 10}), EndReason::kExhausted);
  EXPECT_EQ(EndOf({.nothing = true, .row_limit = 5, .page_rows = 10}),
            EndReason::kExhausted);
  position_ = StreamPosition({.scanned = 9, .sent = 5, .spent = 2900});
  EXPECT_EQ(EndOf({.row_limit = 6, .max_price = 2000, .page_rows = 10}),
            EndReason::kPrice);
}

TEST_F(PagerOfOneTest, EstimatesTheFirstPageOfAResidual) {
  EXPECT_EQ(NextOf(ResidualPlan(1, 1000)).limit, kMinPageRows);
  EXPECT_EQ(NextOf(ResidualPlan(100, 1000)).limit, 400);
  EXPECT_EQ(NextOf(ResidualPlan(300, 1000)).limit, 1000);
  EXPECT_EQ(NextOf(ResidualPlan(1'000'000'000, 1000)).limit, 1000);
  EXPECT_EQ(NextOf(ResidualPlan({}, 1000)).limit, 1000);
  EXPECT_EQ(NextOf(ResidualPlan(1, 7)).limit, 7);
}

TEST_F(PagerOfOneTest, AdaptsThePageToThePassRate) {
  const auto limit_at = [this](int64_t scanned, int64_t sent, int64_t wanted) {
    position_ = StreamPosition(
        {.scanned = scanned, .sent = sent, .check_from = scanned});
    return NextOf(ResidualPlan(sent + wanted, 100'000)).limit;
  };
  // All passed: hardly more than are wanted.
  EXPECT_EQ(limit_at(10'000, 10'000, 100), 101);
  EXPECT_EQ(limit_at(1000, 1000, 1), 2);
  // One in ten: ten times as many, and two standard deviations.
  EXPECT_GE(limit_at(10'000, 1000, 100), 1000);
  EXPECT_LE(limit_at(10'000, 1000, 100), 1200);
  // None so far.
  EXPECT_GE(limit_at(1000, 0, 1), 1000);
  EXPECT_EQ(limit_at(1'000'000, 0, 1), 100'000);
  // Too few were seen to tell.
  EXPECT_EQ(limit_at(10, 10, 1), kMinPageRows);
}

TEST_F(PagerOfOneTest, ResumesFromATokenAndChecksItsRow) {
  const Plan plan = {.row_limit = 100, .page_rows = 30};
  position_ = StreamPosition({.scanned = 50, .sent = 50, .check_from = 49});
  Page page = NextOf(plan);
  EXPECT_EQ(page.offset, 49);
  EXPECT_EQ(page.skip, 1);
  EXPECT_EQ(page.limit, 30);
  position_ = StreamPosition({.scanned = 95, .sent = 95, .check_from = 80});
  page = NextOf(plan);
  EXPECT_EQ(page.offset, 80);
  EXPECT_EQ(page.skip, 15);
  EXPECT_EQ(page.limit, 20);
  // The rows to check fill a page.
  position_ = StreamPosition({.scanned = 50, .sent = 50, .check_from = 10});
  page = NextOf(plan);
  EXPECT_EQ(page.offset, 10);
  EXPECT_EQ(page.skip, 40);
  EXPECT_EQ(page.limit, 41);
}

TEST_F(PagerOfOneTest, RequestsNoPageThatOnlyRepeatsRows) {
  position_ = StreamPosition(
      {.scanned = 50, .sent = 50, .spent = 11'000, .check_from = 40});
  const auto at = [](MilliPrice max_price) {
    return Plan{.row_limit = 100, .max_price = max_price, .page_rows = 30};
  };
  EXPECT_EQ(EndOf(at(11'000 + 1000 + 10 * 200 + 199)), EndReason::kPrice);
  EXPECT_EQ(NextOf(at(11'000 + 1000 + 11 * 200)).limit, 11);
}

TEST_F(PagerOfOneTest, CountsByTheHeadUntilThePageHasEnded) {
  const Plan plan = {.row_limit = 100, .page_rows = 10};
  Pager pager(*dialect_, plan, position_);
  Page page = *pager.Next();
  pager.OnHead(page, std::nullopt);
  EXPECT_EQ(position_.spent(), 3000);
  Read(10);
  pager.OnEnd(page, 10);
  EXPECT_EQ(position_.spent(), 3000);
  page = *pager.Next();
  pager.OnHead(page, 4);
  EXPECT_EQ(position_.spent(), 4800);
  Read(2);
  pager.OnEnd(page, 2);
  EXPECT_EQ(pager.spent(), 4400);
  EXPECT_EQ(pager.repeated(), 0);
  EXPECT_TRUE(position_.exhausted());
}

TEST_F(PagerOfOneTest, IgnoresACountAboveItsRequest) {
  const Plan plan = {.row_limit = 100, .page_rows = 10};
  Pager pager(*dialect_, plan, position_);
  pager.OnHead(*pager.Next(), std::numeric_limits<int64_t>::max());
  EXPECT_EQ(position_.spent(), 3000);
}

TEST_F(PagerOfOneTest, AccountsForAnUnfinishedPageByItsHead) {
  Plan plan = ResidualPlan(1, 100);
  Pager pager(*dialect_, plan, position_);
  pager.OnHead(*pager.Next(), 40);
  Read(1);
  position_.ReadRow(1, 0);
  position_.ReadRow(2, 0);
  EXPECT_FALSE(pager.Next().has_value());
  EXPECT_EQ(pager.end_reason(), EndReason::kLimit);
  EXPECT_EQ(pager.spent(), 9000);
  EXPECT_FALSE(position_.exhausted());
}

TEST_F(PagerOfOneTest, RequestsTheMissingRowsOfAnInterruptedPage) {
  const Plan plan = {.where = "a=1", .row_limit = 10, .page_rows = 10};
  Pager pager(*dialect_, plan, position_);
  pager.OnHead(*pager.Next(), 10);
  Read(4);
  pager.OnInterruption({.limit = 10}, 4);
  EXPECT_EQ(pager.spent(), 8000);
  EXPECT_EQ(pager.repeated(), 6000 + 6 * 200);
  const Page page = *pager.Next();
  EXPECT_EQ(page.offset, 3);
  EXPECT_EQ(page.skip, 1);
  EXPECT_EQ(page.limit, 7);
  pager.OnHead(page, 7);
  Read(6);
  pager.OnEnd(page, 7);
  EXPECT_EQ(pager.spent(), 8000 + 7400);
  EXPECT_EQ(pager.repeated(), 6000 + 6 * 200 + 200);
  EXPECT_FALSE(pager.Next().has_value());
  EXPECT_EQ(pager.end_reason(), EndReason::kLimit);
}

TEST_F(PagerOfOneTest, RestartsIfNoRowCameBeforeTheInterruption) {
  const Plan plan = {.row_limit = 10, .page_rows = 10};
  Pager pager(*dialect_, plan, position_);
  pager.OnHead(*pager.Next(), 10);
  pager.OnInterruption({.limit = 10}, 0);
  EXPECT_EQ(pager.repeated(), 3000);
  const Page page = *pager.Next();
  EXPECT_EQ(page.offset, 0);
  EXPECT_EQ(page.skip, 0);
  EXPECT_EQ(page.limit, 10);
}

TEST_F(PagerOfOneTest, TreatsAPageWithoutNewRowsAsTheEnd) {
  const Plan plan = {.row_limit = 100, .page_rows = 10};
  position_ = StreamPosition({.scanned = 5, .sent = 5, .check_from = 4});
  const FakeDialect fake({.short_page_is_end = false});
  Pager pager(fake, plan, position_);
  const Page page = *pager.Next();
  pager.OnEnd(page, 1);
  EXPECT_FALSE(pager.Next().has_value());
  EXPECT_EQ(pager.end_reason(), EndReason::kExhausted);
  EXPECT_TRUE(position_.exhausted());
}

TEST_F(PagerOfOneTest, ContinuesAfterAShortPageThatIsNotTheEnd) {
  const Plan plan = {.row_limit = 100, .page_rows = 10};
  const FakeDialect fake({.short_page_is_end = false});
  Pager pager(fake, plan, position_);
  const Page page = *pager.Next();
  Read(3);
  pager.OnEnd(page, 3);
  EXPECT_EQ(pager.Next()->offset, 3);
}

// Requests of an upstream that clamps to `cap` rows in silence.
int64_t RequestsOf(int64_t there, int64_t cap,
                   const dialect::Dialect& dialect) {
  const Plan plan = {
      .total_order = true, .row_limit = 10'000, .page_rows = 1000};
  testing_support::RandomSource random(0);
  const SimulatedStream stream =
      Stream(dialect, plan,
             {.passes = std::vector<bool>(there, true), .cap = cap}, random);
  EXPECT_EQ(static_cast<int64_t>(stream.delivered.size()), there);
  EXPECT_EQ(stream.end_reason, EndReason::kExhausted);
  return static_cast<int64_t>(stream.pages.size());
}

TEST_F(PagerOfOneTest, ReadsEveryRowOfAnUpstreamThatClamps) {
  const auto unknown = dialect::MakeAhrefsV2("/", Secret("t"));
  // A page that is shorter than another one was not clamped.
  EXPECT_EQ(RequestsOf(5668, 100, *unknown), 57);
  EXPECT_EQ(RequestsOf(5600, 100, *unknown), 57);
  EXPECT_EQ(RequestsOf(2500, 0, *unknown), 3);
  // One that comes first may have been: one more tells.
  EXPECT_EQ(RequestsOf(300, 0, *unknown), 2);
  EXPECT_EQ(RequestsOf(0, 0, *unknown), 1);
  const auto known = dialect::MakeAhrefsV2("/", Secret("t"), {}, 100);
  EXPECT_EQ(known->max_page_rows(), 100);
  const auto none =
      dialect::MakeAhrefsV2("/", Secret("t"), {}, dialect::kNoRowCap);
  EXPECT_EQ(RequestsOf(300, 0, *none), 1);
}

TEST_F(PagerOfOneTest, CountsMoreRowsThanItRequestedAndContinues) {
  const Plan plan = {.row_limit = 100, .page_rows = 10};
  Pager pager(*dialect_, plan, position_);
  const Page page = *pager.Next();
  Read(15);
  pager.OnEnd(page, 15);
  const std::optional<Page> next = pager.Next();
  ASSERT_TRUE(next.has_value());
  EXPECT_EQ(next->offset, 15);
  EXPECT_EQ(pager.spent(), 4000);
}

TEST_F(PagerOfOneTest, DoesNotOverflow) {
  constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
  Plan plan = ResidualPlan(1'000'000'000, 1'000'000);
  plan.max_price = kMax;
  EXPECT_EQ(NextOf(plan).limit, 1'000'000);
  position_ = StreamPosition({.scanned = kMax / 2,
                              .sent = 0,
                              .spent = kMax - 1500,
                              .check_from = kMax / 2});
  EXPECT_EQ(NextOf(plan).limit, 2);
  plan.row_limit.reset();
  plan.residual.reset();
  plan.max_price.reset();
  EXPECT_EQ(NextOf(plan).limit, 1'000'000);
}

}  // namespace
}  // namespace backlinks::plan
