// The pushed-down text means what the filter means: read back by a parser of
// its own and evaluated over random rows, against the naive evaluator.
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "service/plan/planner.h"
#include "service/status/status.h"
#include "service/validate/validator.h"
#include "tests/support/naive_filter.h"
#include "tests/support/random_query.h"
#include "tests/support/v2_text.h"

namespace backlinks {
namespace {

using testing_support::Holds;
using testing_support::ParseV2;
using testing_support::RandomFilter;
using testing_support::RandomRefpage;
using testing_support::RandomSource;
using testing_support::V2Holds;

constexpr int kCases = 20'000;
constexpr int kRowsEach = 8;

bool IsRange(const v1::Predicate& predicate) {
  const auto* arm =
      v1::Predicate::descriptor()->FindFieldByNumber(predicate.column_case());
  const auto& test = predicate.GetReflection()->GetMessage(predicate, arm);
  const auto* range = test.GetDescriptor()->FindFieldByName("range");
  return range != nullptr && test.GetReflection()->HasField(test, range);
}

// Whether NOT stands over an order: `<` and `>=` are opposites only where the
// column is there, which the dialect assumes of v2 and says so.
bool NegatesOrder(const v1::Filter& filter, bool negated) {
  const auto any = [negated](const v1::FilterGroup& group) {
    for (const v1::Filter& member : group.filters()) {
      if (NegatesOrder(member, negated)) return true;
    }
    return false;
  };
  if (filter.has_and_group()) return any(filter.and_group());
  if (filter.has_or_group()) return any(filter.or_group());
  if (filter.has_not_expression()) {
    return NegatesOrder(filter.not_expression(), !negated);
  }
  return negated && IsRange(filter.predicate());
}

class PushDownPropertyTest : public testing::Test {
 protected:
  // The pushed-down text of a valid filter; nothing: it was refused.
  std::optional<std::string> Push(const v1::Filter& filter, bool having) {
    v1::StreamRefpagesRequest request;
    request.mutable_query()->set_target("a.com");
    request.mutable_query()->set_mode(v1::TARGET_MODE_EXACT);
    (having ? *request.mutable_query()->mutable_having()
            : *request.mutable_query()->mutable_where()) = filter;
    const auto query = Validate(request);
    EXPECT_TRUE(query.ok()) << query.status() << filter.DebugString();
    if (!query.ok()) return std::nullopt;
    const auto plan = planner_.Make(*query);
    if (plan.ok()) return having ? plan->having : plan->where;
    EXPECT_EQ(GetReason(plan.status()), Reason::kFilterNotSupported);
    return std::nullopt;
  }

  std::unique_ptr<Dialect> dialect_ = MakeAhrefsV2("/", Secret("t"));
  Planner planner_ = Planner(*dialect_, 1000);
};

TEST_F(PushDownPropertyTest, MeansWhatTheFilterMeans) {
  RandomSource random(testing_support::PrintedSeed());
  int accepted = 0;
  int held = 0;
  for (int i = 0; i < kCases; ++i) {
    const bool having = random.Percent(50);
    const bool plain = random.Percent(70);
    const v1::Filter filter =
        RandomFilter(random, {.having = having,
                              .or_percent = plain ? 5 : 30,
                              .rich_percent = plain ? 5 : 40});
    const auto said = Push(filter, having);
    if (!said) continue;
    ++accepted;
    const auto conditions = ParseV2(*said);
    ASSERT_TRUE(conditions.has_value()) << *said;
    ASSERT_FALSE(conditions->empty()) << filter.DebugString();
    const int absent_percent = NegatesOrder(filter, false) ? 0 : 25;
    for (int k = 0; k < kRowsEach; ++k) {
      const v1::Refpage row = RandomRefpage(random, absent_percent);
      const bool holds = Holds(filter, row);
      held += holds ? 1 : 0;
      ASSERT_EQ(V2Holds(*conditions, row), holds)
          << *said << "\n"
          << filter.DebugString() << row.DebugString();
    }
  }
  // A test that refuses everything or never hits would prove nothing.
  EXPECT_GT(accepted, kCases / 4);
  EXPECT_GT(held, accepted);
}

TEST_F(PushDownPropertyTest, RefusesNoConjunctionOfPlainComparisons) {
  RandomSource random(testing_support::PrintedSeed());
  for (int i = 0; i < 2000; ++i) {
    v1::Filter filter;
    auto& group = *filter.mutable_and_group();
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
    ASSERT_TRUE(Push(filter, random.Percent(50)).has_value());
  }
}

}  // namespace
}  // namespace backlinks
