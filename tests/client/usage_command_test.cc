#include "client/cpp/cli/usage_text.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"
#include "tests/client/command_run.h"
#include "tests/client/scripted_service.h"

namespace backlinks {
namespace {

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
