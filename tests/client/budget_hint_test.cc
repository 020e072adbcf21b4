#include "client/cpp/cli/budget_hint.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/common/status/status.h"
#include "tests/client/command_run.h"
#include "tests/client/scripted_service.h"

namespace backlinks {
namespace {

const Metadata kFigures = {{"period", "day"},
                           {"used_milli", "49990000"},
                           {"limit_milli", "50000000"},
                           {"request_price_milli", "50000"},
                           {"reset_time", "2026-12-01T00:00:00+00:00"}};
constexpr char kHint[] =
    "budget of the day: 49990.000 of 50000.000 are used, the request costs up "
    "to 50.000; resets 2026-12-01T00:00:00Z";

TEST(BudgetHintTest, FiguresOfTheError) {
  EXPECT_EQ(cli::BudgetHint(MakeError(Reason::kCallerBudget, "no", kFigures)),
            kHint);
}

TEST(BudgetHintTest, NoneWithoutAllFigures) {
  for (size_t i = 0; i < kFigures.size(); ++i) {
    Metadata figures = kFigures;
    figures.erase(figures.begin() + i);
    EXPECT_EQ(cli::BudgetHint(MakeError(Reason::kCallerBudget, "no", figures)),
              "");
  }
  for (size_t i = 1; i < kFigures.size(); ++i) {
    Metadata malformed = kFigures;
    malformed[i].second = "much";
    EXPECT_EQ(
        cli::BudgetHint(MakeError(Reason::kCallerBudget, "no", malformed)), "");
  }
  EXPECT_EQ(cli::BudgetHint(MakeError(Reason::kUpstreamQuota, "no", kFigures)),
            "");
  EXPECT_EQ(cli::BudgetHint(absl::OkStatus()), "");
}

TEST(BudgetHintTest, FollowsTheErrorOfACommand) {
  ScriptedService service;
  service.OnStream(
      {{}, MakeError(Reason::kCallerBudget, "over the budget", kFigures)});
  const CommandRun run =
      RunCommand({"stream", "a.example", "--server", service.address()});
  EXPECT_EQ(run.exit, 1);
  EXPECT_THAT(run.err,
              testing::HasSubstr("RESOURCE_EXHAUSTED (CALLER_BUDGET): over the "
                                 "budget\n  " +
                                 std::string(kHint) + '\n'));
}

}  // namespace
}  // namespace backlinks
