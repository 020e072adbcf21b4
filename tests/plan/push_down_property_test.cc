// What is pushed down holds wherever the filter does, and with the residual
// exactly there: both read back by parsers of their own and evaluated over
// random rows, against the naive evaluator.
#include <optional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "service/common/parse/filter_text.h"
#include "service/plan/planner.h"
#include "service/validate/validator.h"
#include "tests/plan/query_text.h"
#include "tests/plan/tree_dialect.h"
#include "tests/support/naive_filter.h"
#include "tests/support/random_query.h"
#include "tests/support/v2_text.h"

namespace backlinks::plan {
namespace {

using testing_support::FilterOptions;
using testing_support::Holds;
using testing_support::ParseV2;
using testing_support::RandomFilter;
using testing_support::RandomRefpage;
using testing_support::RandomSource;
using testing_support::V2Holds;

constexpr int kCases = 12'000;  // Of each dialect.
constexpr int kRowsEach = 8;

v1::RefpagesQuery RandomFilters(RandomSource& random) {
  v1::RefpagesQuery query;
  const bool plain = random.Percent(40);
  FilterOptions options = {.or_percent = plain ? 10 : 50,
                           .rich_percent = plain ? 5 : 50};
  // Few columns: what the members of an OR bound or have in common.
  if (random.Percent(40)) options.columns = {3, 12, 13, 19};
  const bool both = random.Percent(20);
  const bool having = random.Percent(40);
  if (both || !having) *query.mutable_where() = RandomFilter(random, options);
  options.having = true;
  if (both || having) *query.mutable_having() = RandomFilter(random, options);
  return query;
}

Plan PlanOf(const dialect::Dialect& dialect, const v1::RefpagesQuery& filters) {
  v1::StreamRefpagesRequest request;
  *request.mutable_query() = filters;
  request.mutable_query()->set_target("a.com");
  request.mutable_query()->set_mode(v1::TARGET_MODE_EXACT);
  const auto query = validate::Validate(request);
  EXPECT_TRUE(query.ok()) << query.status() << filters.DebugString();
  if (!query.ok()) return {};
  const auto plan = Planner(dialect, {}).Make(*query);
  EXPECT_TRUE(plan.ok()) << plan.status();
  return plan.value_or(Plan());
}

// The residual as a filter again; nothing: every row passes.
std::optional<v1::Filter> ResidualOf(const Plan& plan) {
  if (!plan.residual) return std::nullopt;
  const auto filter = ParseFilterText(ResidualText(plan));
  EXPECT_TRUE(filter.ok()) << ResidualText(plan) << filter.status();
  return filter.value_or(v1::Filter());
}

bool HoldBoth(const v1::RefpagesQuery& filters, const v1::Refpage& row) {
  return (!filters.has_where() || Holds(filters.where(), row)) &&
         (!filters.has_having() || Holds(filters.having(), row));
}

// How often what happened: a test that never hits would prove nothing.
struct Counters {
  int pushed = 0;
  int residuals = 0;
  int both = 0;
  int nothing = 0;
  int held = 0;
  int narrowed = 0;  // Rows that only the residual kept out.
};

// `holds` evaluates what was pushed down.
template <typename PushedHolds>
void CheckRows(const v1::RefpagesQuery& filters, const Plan& plan,
               int absent_percent, RandomSource& random,
               const PushedHolds& pushed_holds, Counters& counters) {
  const bool pushed = !plan.where.empty() || !plan.having.empty();
  counters.pushed += pushed ? 1 : 0;
  counters.residuals += plan.residual ? 1 : 0;
  counters.both += pushed && plan.residual ? 1 : 0;
  counters.nothing += plan.nothing ? 1 : 0;
  const std::optional<v1::Filter> residual =
      plan.nothing ? std::nullopt : ResidualOf(plan);
  for (int i = 0; i < kRowsEach; ++i) {
    const v1::Refpage row = RandomRefpage(random, absent_percent);
    const bool holds = HoldBoth(filters, row);
    const bool passes = pushed_holds(row);
    const bool rest = !plan.nothing && (!residual || Holds(*residual, row));
    const auto told = [&] {
      return filters.DebugString() + plan.where + " HAVING " + plan.having +
             " REST " + ResidualText(plan) + "\n" + row.DebugString();
    };
    ASSERT_TRUE(passes || !holds) << "too narrow: " << told();
    ASSERT_EQ(passes && rest, holds) << told();
    counters.held += holds ? 1 : 0;
    counters.narrowed += passes && !holds ? 1 : 0;
  }
}

void CheckCounters(const Counters& counters) {
  EXPECT_GT(counters.pushed, kCases / 3);
  EXPECT_GT(counters.residuals, kCases / 5);
  EXPECT_GT(counters.both, kCases / 30);
  EXPECT_GT(counters.nothing, kCases / 300);
  EXPECT_GT(counters.held, kCases);
  EXPECT_GT(counters.narrowed, kCases / 3);
}

// Of rows that lack columns, or of those that lack none.
ColumnSet RandomNullable(RandomSource& random) {
  return random.Percent(50) ? FullColumnSet() : ColumnSet();
}

TEST(PushDownPropertyTest, AhrefsV2PlusResidualIsTheFilter) {
  RandomSource random(testing_support::PrintedSeed());
  Counters counters;
  for (int i = 0; i < kCases; ++i) {
    const ColumnSet nullable = RandomNullable(random);
    const auto dialect = dialect::MakeAhrefsV2("/", Secret("t"), nullable);
    const v1::RefpagesQuery filters = RandomFilters(random);
    const Plan plan = PlanOf(*dialect, filters);
    const auto where = ParseV2(plan.where);
    const auto having = ParseV2(plan.having);
    ASSERT_TRUE(where.has_value()) << plan.where;
    ASSERT_TRUE(having.has_value()) << plan.having;
    const auto holds = [&](const v1::Refpage& row) {
      return V2Holds(*where, row) && V2Holds(*having, row);
    };
    ASSERT_NO_FATAL_FAILURE(CheckRows(filters, plan, nullable.any() ? 25 : 0,
                                      random, holds, counters));
  }
  CheckCounters(counters);
}

TEST(PushDownPropertyTest, ADialectWithOrPlusResidualIsTheFilter) {
  RandomSource random(testing_support::PrintedSeed());
  Counters counters;
  for (int i = 0; i < kCases; ++i) {
    const ColumnSet nullable = RandomNullable(random);
    const TreeDialect dialect(nullable);
    const v1::RefpagesQuery filters = RandomFilters(random);
    const Plan plan = PlanOf(dialect, filters);
    const auto holds = [&](const v1::Refpage& row) {
      return dialect.Holds(plan.where, row) && dialect.Holds(plan.having, row);
    };
    ASSERT_NO_FATAL_FAILURE(CheckRows(filters, plan, nullable.any() ? 25 : 0,
                                      random, holds, counters));
  }
  CheckCounters(counters);
}

// Conjunctions of what v2 says exactly leave nothing to be tested here.
TEST(PushDownPropertyTest, LeavesNothingOfPlainConjunctions) {
  RandomSource random(testing_support::PrintedSeed());
  const auto dialect =
      dialect::MakeAhrefsV2("/", Secret("t"), {}, dialect::kNoRowCap);
  for (int i = 0; i < 2000; ++i) {
    v1::RefpagesQuery filters;
    auto& group = *filters.mutable_where()->mutable_and_group();
    group.add_filters()
        ->mutable_predicate()
        ->mutable_ahrefs_rank()
        ->mutable_range()
        ->set_start(random.Below(100));
    group.add_filters()->mutable_predicate()->mutable_title()->set_contains(
        "a" + std::to_string(random.Below(100)));
    group.add_filters()
        ->mutable_not_expression()
        ->mutable_predicate()
        ->mutable_nofollow()
        ->set_equals(random.Percent(50));
    const Plan plan = PlanOf(*dialect, filters);
    ASSERT_FALSE(plan.residual.has_value()) << ResidualText(plan);
    ASSERT_EQ(ParseV2(plan.where)->size(), 3U) << plan.where;
  }
}

}  // namespace
}  // namespace backlinks::plan
