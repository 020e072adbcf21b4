// Whatever breaks, and wherever a stream resumes: every row once, in order,
// for the price that can be computed without the pager.
#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "gtest/gtest.h"
#include "service/plan/pager.h"
#include "tests/plan/simulated_stream.h"

namespace backlinks::plan {
namespace {

using testing_support::RandomSource;

constexpr int kCases = 20'000;
constexpr int64_t kStreams = 40;

struct Fixture {
  Plan plan;
  SimulatedUpstream upstream;
};

Fixture RandomFixture(RandomSource& random) {
  Fixture fixture;
  Plan& plan = fixture.plan;
  plan.page_rows = 1 + random.Below(random.Percent(50) ? 20 : 200);
  plan.total_order = random.Percent(70);
  if (random.Percent(30)) plan.max_cache_age = absl::Hours(1);
  if (random.Percent(30)) plan.where = "a=1";
  if (random.Percent(30)) plan.having = "a=1";
  if (random.Percent(70)) plan.row_limit = 1 + random.Below(300);
  if (random.Percent(50)) plan.max_price = random.Below(200'000);
  if (random.Percent(60)) {
    plan.residual = FilterNode{.column = 1, .matcher = UnsetMatcher()};
  }
  const int pass_percent = static_cast<int>(random.Below(101));
  fixture.upstream.passes.resize(random.Below(400));
  for (auto&& passes : fixture.upstream.passes) {
    passes = random.Percent(pass_percent);
  }
  fixture.upstream.tells_count = random.Percent(70);
  fixture.upstream.break_percent = random.Percent(50) ? 30 : 0;
  fixture.upstream.restart_percent = random.Percent(50) ? 30 : 0;
  return fixture;
}

// By the price list as v2 documented it.
MilliPrice RequestPrice(const Plan& plan) {
  return 1000 + (plan.where.empty() ? 0 : 5000) +
         (plan.having.empty() ? 0 : 5000);
}

void CheckAccount(const Plan& plan, const SimulatedStream& stream) {
  const MilliPrice request = RequestPrice(plan);
  MilliPrice spent = 0;
  MilliPrice repeated = 0;
  for (const SimulatedPage& page : stream.pages) {
    ASSERT_LE(spent + request + 200 * page.page.limit,
              plan.max_price.value_or(INT64_MAX));
    spent += request + 200 * page.charged;
    const int64_t skipped = std::min(page.received, page.page.skip);
    if (page.end == SimulatedPage::End::kWhole) repeated += 200 * skipped;
    if (page.end == SimulatedPage::End::kBroken) {
      repeated += request + 200 * (page.charged - (page.received - skipped));
    }
  }
  ASSERT_EQ(stream.spent, spent);
  ASSERT_EQ(stream.cursor.spent, spent);
  ASSERT_EQ(stream.repeated, repeated);
  ASSERT_LE(stream.repeated, spent);
}

void CheckRows(const Fixture& fixture, const SimulatedStream& stream) {
  std::vector<int64_t> expected;
  const auto there = static_cast<int64_t>(fixture.upstream.passes.size());
  for (int64_t row = 0; row < there; ++row) {
    if (!fixture.plan.residual || fixture.upstream.passes[row]) {
      expected.push_back(row);
    }
  }
  const auto wanted = std::min<size_t>(
      expected.size(), fixture.plan.row_limit.value_or(INT64_MAX));
  if (stream.end_reason == EndReason::kPrice) {
    ASSERT_TRUE(fixture.plan.max_price.has_value());
    ASSERT_LT(stream.delivered.size(),
              fixture.plan.row_limit.value_or(INT64_MAX));
    expected.resize(stream.delivered.size());
  } else {
    ASSERT_EQ(stream.end_reason == EndReason::kLimit,
              fixture.plan.row_limit == static_cast<int64_t>(wanted));
    expected.resize(wanted);
  }
  ASSERT_EQ(stream.delivered, expected);
}

TEST(PagerPropertyTest, ReadsEveryRowOnceForTheRightPrice) {
  RandomSource random(testing_support::PrintedSeed());
  const auto dialect =
      dialect::MakeAhrefsV2("/", Secret("t"), {}, dialect::kNoRowCap);
  int ends[4] = {};
  for (int i = 0; i < kCases; ++i) {
    const Fixture fixture = RandomFixture(random);
    const SimulatedStream stream =
        Stream(*dialect, fixture.plan, fixture.upstream, random);
    ++ends[static_cast<int>(stream.end_reason)];
    ASSERT_NO_FATAL_FAILURE(CheckAccount(fixture.plan, stream));
    ASSERT_NO_FATAL_FAILURE(CheckRows(fixture, stream));
    for (const SimulatedPage& page : stream.pages) {
      ASSERT_LE(page.page.limit,
                std::max(fixture.plan.page_rows, page.page.skip + 1));
      ASSERT_LE(page.page.limit - page.page.skip,
                fixture.plan.residual
                    ? fixture.plan.page_rows
                    : fixture.plan.row_limit.value_or(INT64_MAX));
    }
  }
  for (const int end : {1, 2, 3}) EXPECT_GT(ends[end], kCases / 20) << end;
}

TEST(PagerPropertyTest, ResumesFromEveryRow) {
  RandomSource random(testing_support::PrintedSeed());
  const auto dialect =
      dialect::MakeAhrefsV2("/", Secret("t"), {}, dialect::kNoRowCap);
  const SimulatedUpstream upstream = {.passes = std::vector<bool>(50, true)};
  for (const bool total_order : {false, true}) {
    for (int64_t row = 0; row <= 50; ++row) {
      const Plan plan = {.total_order = total_order,
                         .row_limit = 50,
                         .page_rows = total_order ? 7 : 50};
      Cursor cursor = {.scanned = row, .sent = row};
      if (total_order && row > 0) cursor.check_from = row - 1;
      const SimulatedStream stream =
          Stream(*dialect, plan, upstream, random, cursor);
      ASSERT_EQ(stream.end_reason, EndReason::kLimit);
      ASSERT_EQ(stream.delivered.size(), 50U - row);
      ASSERT_EQ(stream.pages.empty(), row == 50);
      if (row == 50) continue;
      ASSERT_EQ(stream.delivered.front(), row);
      ASSERT_EQ(stream.repeated, 200 * (row - cursor.check_from));
    }
  }
}

// How much more than the rows needed a residual buys.
TEST(PagerPropertyTest, RequestsFewRowsThatAreNotNeeded) {
  RandomSource random(testing_support::PrintedSeed());
  const auto dialect =
      dialect::MakeAhrefsV2("/", Secret("t"), {}, dialect::kNoRowCap);
  for (const int pass_percent : {2, 10, 50, 90, 100}) {
    int64_t needed = 0;
    int64_t bought = 0;
    for (int64_t i = 0; i < kStreams; ++i) {
      SimulatedUpstream upstream = {.passes = std::vector<bool>(50'000)};
      for (auto&& passes : upstream.passes) {
        passes = random.Percent(pass_percent);
      }
      const Plan plan = {.residual = FilterNode{},
                         .total_order = true,
                         .row_limit = 500,
                         .page_rows = 1000};
      const SimulatedStream stream = Stream(*dialect, plan, upstream, random);
      ASSERT_EQ(stream.end_reason, EndReason::kLimit);
      needed += stream.delivered.back() + 1;
      for (const SimulatedPage& page : stream.pages) bought += page.charged;
    }
    // The first page, of an unknown rate, is up to a whole one too long.
    EXPECT_LE(bought, needed + kStreams * 1000) << pass_percent;
    if (pass_percent > 10) continue;
    EXPECT_LE(bought * 10, needed * 13) << pass_percent;
  }
}

}  // namespace
}  // namespace backlinks::plan
