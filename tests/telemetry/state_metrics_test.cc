#include "service/telemetry/state_metrics.h"

#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "prometheus/registry.h"
#include "prometheus/text_serializer.h"
#include "service/telemetry/spending_metrics.h"

namespace backlinks::telemetry {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::string Text(const prometheus::Registry& registry) {
  return prometheus::TextSerializer().Serialize(registry.Collect());
}

TEST(StateMetrics, CountChecks) {
  prometheus::Registry registry;
  StateMetrics metrics(registry);
  EXPECT_THAT(
      Text(registry),
      AllOf(HasSubstr("\nbacklinks_state_available 1\n"),
            HasSubstr(R"(backlinks_state_checks_total{result="failure"} 0)"),
            HasSubstr(R"(backlinks_state_checks_total{result="success"} 0)")));
  metrics.OnCheck(false);
  EXPECT_THAT(
      Text(registry),
      AllOf(HasSubstr("\nbacklinks_state_available 0\n"),
            HasSubstr(R"(backlinks_state_checks_total{result="failure"} 1)")));
  metrics.OnCheck(true);
  EXPECT_THAT(
      Text(registry),
      AllOf(HasSubstr("\nbacklinks_state_available 1\n"),
            HasSubstr(R"(backlinks_state_checks_total{result="success"} 1)")));
}

TEST(StateMetrics, HaveTheTotalOfLostPrices) {
  prometheus::Registry registry;
  StateMetrics metrics(registry);
  metrics.SetPrices({.unsettled = 7, .lost = 2, .missing = 1});
  metrics.SetPrices({.unsettled = 0, .lost = 3, .missing = 5});
  metrics.SetPrices({.unsettled = 1, .lost = 3, .missing = 5});
  EXPECT_THAT(
      Text(registry),
      AllOf(HasSubstr("\nbacklinks_state_unsettled_prices 1\n"),
            HasSubstr("\nbacklinks_state_lost_prices_total 3\n"),
            HasSubstr("\nbacklinks_state_unreserved_prices_total 5\n")));
}

TEST(SpendingMetrics, AreInUnitsByCallerAndPeriod) {
  prometheus::Registry registry;
  SpendingMetrics metrics(registry);
  metrics.Set(
      {{.caller = "seo", .period = "day", .spent = 1500, .budget = 9000},
       {.caller = "seo", .period = "month", .spent = 2000},
       {.caller = "", .period = "day", .spent = 1}});
  EXPECT_THAT(
      Text(registry),
      AllOf(
          HasSubstr(R"(backlinks_caller_spent{caller="seo",period="day"} 1.5)"),
          HasSubstr(R"(backlinks_caller_spent{caller="seo",period="month"} 2)"),
          HasSubstr(
              R"(backlinks_caller_spent{caller="anonymous",period="day"} )"),
          HasSubstr(R"(backlinks_caller_budget{caller="seo",period="day"} 9)"),
          Not(HasSubstr(
              R"(backlinks_caller_budget{caller="seo",period="month"})"))));
}

TEST(SpendingMetrics, ForgetCallersAndBudgetsThatAreGone) {
  prometheus::Registry registry;
  SpendingMetrics metrics(registry);
  metrics.Set({{.caller = "old", .period = "day", .spent = 1, .budget = 5},
               {.caller = "seo", .period = "day", .spent = 1, .budget = 5}});
  metrics.Set({{.caller = "seo", .period = "day", .spent = 3000}});
  EXPECT_THAT(
      Text(registry),
      AllOf(HasSubstr(R"(backlinks_caller_spent{caller="seo",period="day"} 3)"),
            Not(HasSubstr("old")), Not(HasSubstr("backlinks_caller_budget{"))));
  metrics.Set({});
  EXPECT_THAT(Text(registry), Not(HasSubstr("seo")));
}

}  // namespace
}  // namespace backlinks::telemetry
