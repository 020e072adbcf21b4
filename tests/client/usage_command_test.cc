#include "client/cpp/cli/usage_text.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"
#include "service/common/status/status.h"
#include "tests/client/command_run.h"
#include "tests/client/scripted_service.h"

namespace backlinks {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

v1::GetUsageResponse Usage(const std::string& text) {
  v1::GetUsageResponse usage;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &usage));
  return usage;
}

constexpr char kTwoDays[] = R"(
  periods { start_time { seconds: 1769817600 } end_time { seconds: 1769904000 }
            call_count: 12 row_count: 4000
            price { unit: PRICE_UNIT_ROWS milli_amount: 812400 } }
  periods { start_time { seconds: 1769904000 } end_time { seconds: 1769990400 }
            call_count: 1 row_count: 3
            price { unit: PRICE_UNIT_ROWS milli_amount: 1600 } }
  allowance { remaining { unit: PRICE_UNIT_ROWS milli_amount: 998000800 }
              limit { unit: PRICE_UNIT_ROWS milli_amount: 1000000000 }
              subscription: "API Large" }
)";

TEST(UsageTextTest, TableByDay) {
  EXPECT_EQ(cli::UsageText(Usage(kTwoDays)),
            "day (UTC)       calls          rows             price\n"
            "2026-01-31         12          4000           812.400 rows\n"
            "2026-02-01          1             3             1.600 rows\n"
            "all                13          4003           814.000 rows\n"
            "left upstream: 998000.800 rows of 1000000.000 rows (API Large)\n");
}

TEST(UsageTextTest, ApiUnitsAndNoAllowance) {
  EXPECT_EQ(cli::UsageText(Usage(R"(
              periods { start_time { seconds: 1769817600 } call_count: 1
                        price { unit: PRICE_UNIT_API_UNITS
                                milli_amount: 50000 } })")),
            "day (UTC)       calls          rows             price\n"
            "2026-01-31          1             0            50.000 API units\n"
            "left upstream: unknown\n");
}

TEST(UsageTextTest, NothingYet) {
  EXPECT_EQ(cli::UsageText({}),
            "no call has ended since the server started\n"
            "left upstream: unknown\n");
}

constexpr char kTwoCallers[] = R"(
  callers {
    caller: "seo-dashboard"
    day { start_time { seconds: 1769817600 } end_time { seconds: 1769904000 }
          spent { unit: PRICE_UNIT_API_UNITS milli_amount: 20000000 }
          reserved { unit: PRICE_UNIT_API_UNITS milli_amount: 5000000 }
          budget { unit: PRICE_UNIT_API_UNITS milli_amount: 50000000 }
          remaining { unit: PRICE_UNIT_API_UNITS milli_amount: 25000000 } }
    month { start_time { seconds: 1767225600 } end_time { seconds: 1769904000 }
            spent { unit: PRICE_UNIT_API_UNITS milli_amount: 514999999 }
            reserved { unit: PRICE_UNIT_API_UNITS }
            budget { unit: PRICE_UNIT_API_UNITS milli_amount: 500000000 }
            remaining { unit: PRICE_UNIT_API_UNITS } }
  }
  callers {
    day { start_time { seconds: 1769817600 } end_time { seconds: 1769904000 }
          spent { unit: PRICE_UNIT_API_UNITS milli_amount: 1 } reserved {} }
    month { start_time { seconds: 1767225600 } end_time { seconds: 1769904000 }
            spent { unit: PRICE_UNIT_API_UNITS milli_amount: 1 } reserved {}
            budget { } remaining { } }
  }
)";

TEST(UsageTextTest, CallersWithBudgets) {
  EXPECT_EQ(cli::UsageText(Usage(kTwoCallers)),
            "day 2026-01-31 (UTC), resets 2026-02-01T00:00:00Z, in API units\n"
            "caller             spent  reserved     budget       left  used\n"
            "seo-dashboard  20000.000  5000.000  50000.000  25000.000   50%  "
            "████████\n"
            "(no name)          0.001     0.000          -          -     -\n"
            "\n"
            "month 2026-01 (UTC), resets 2026-02-01T00:00:00Z, in API units\n"
            "caller              spent  reserved      budget   left  used\n"
            "seo-dashboard  514999.999     0.000  500000.000  0.000  102%  "
            "██████████████████\n"
            "(no name)           0.001     0.000       0.000  0.000  100%  "
            "██████████████████\n"
            "\n"
            "left upstream: unknown\n");
}

TEST(UsageTextTest, CallersForWhomTheCacheSaved) {
  EXPECT_THAT(
      cli::UsageText(Usage(R"(
        callers { caller: "seo" day {
          spent { milli_amount: 1 } saved { milli_amount: 2500 } } })")),
      HasSubstr("caller     spent  reserved  budget  left  used  saved\n"
                "seo        0.001     0.000       -     -     -  2.500\n"));
}

TEST(UsageTextTest, CallersOnScreensOfAnyWidth) {
  const std::string narrow = cli::UsageText(Usage(kTwoCallers), {.width = 1});
  EXPECT_THAT(narrow, HasSubstr("\nseo-dash…  20000.000  "));
  EXPECT_THAT(narrow, Not(HasSubstr("█")));
  std::string bar;
  for (int i = 0; i < 20; ++i) bar += "█";
  EXPECT_THAT(cli::UsageText(Usage(kTwoCallers), {.width = 500}),
              HasSubstr(" 50%  " + bar + "\n"));
}

TEST(UsageTextTest, HeadingsInBold) {
  EXPECT_THAT(cli::UsageText(Usage(kTwoCallers), {.with_color = true}),
              StartsWith("\x1b[1mday 2026-01-31 (UTC), "));
}

TEST(UsageTextTest, CallersAndDays) {
  const std::string both =
      cli::UsageText(Usage(std::string(kTwoCallers) + kTwoDays));
  EXPECT_THAT(both, HasSubstr("\n\nthis server since its start, all callers\n"
                              "day (UTC)       calls "));
  EXPECT_THAT(both, HasSubstr("814.000 rows\n\nleft upstream: "));
}

TEST(UsageTextTest, Problems) {
  EXPECT_EQ(cli::UsageText(Usage(R"(callers_problem: "the state is \033[1maway"
                                    allowance_problem: "no answer")")),
            "spent by callers: unknown (the state is \uFFFD[1maway)\n\n"
            "left upstream: unknown (no answer)\n");
}

TEST(UsageCommandTest, AsksForItsOwnOrForAllCallers) {
  ScriptedService service;
  service.OnUsage(Usage(kTwoCallers));
  EXPECT_EQ(RunCommand({"usage", "--server", service.address()}).out,
            cli::UsageText(Usage(kTwoCallers)));
  service.OnUsage(MakeError(Reason::kNotAllowed, "not yours"));
  const CommandRun run =
      RunCommand({"usage", "--all-callers", "--server", service.address()});
  EXPECT_EQ(run.exit, 1);
  EXPECT_THAT(run.err, HasSubstr("PERMISSION_DENIED (NOT_ALLOWED): not yours"));
  ASSERT_EQ(service.UsageRequests().size(), 2U);
  EXPECT_FALSE(service.UsageRequests()[0].all_callers());
  EXPECT_TRUE(service.UsageRequests()[1].all_callers());
}

TEST(UsageCommandTest, TextAndJson) {
  ScriptedService service;
  service.OnUsage(Usage(kTwoDays));
  EXPECT_EQ(RunCommand({"usage", "--server", service.address()}).out,
            cli::UsageText(Usage(kTwoDays)));
  service.OnUsage(Usage(kTwoDays));
  const CommandRun run =
      RunCommand({"--server", service.address(), "usage", "--format", "json"});
  v1::GetUsageResponse usage;
  ASSERT_TRUE(
      google::protobuf::util::JsonStringToMessage(run.out, &usage).ok());
  EXPECT_EQ(usage.SerializeAsString(), Usage(kTwoDays).SerializeAsString());
  service.OnUsage(absl::UnimplementedError("no"));
  EXPECT_EQ(RunCommand({"usage", "--server", service.address()}).exit, 1);
}

}  // namespace
}  // namespace backlinks
