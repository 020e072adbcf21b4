#include "service/rpc/usage_call.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/time/clock.h"
#include "boost/asio/co_spawn.hpp"
#include "boost/asio/io_context.hpp"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/common/status/status.h"
#include "tests/stream/fake_upstream.h"

namespace backlinks::rpc {
namespace {

using stream::testing_fakes::Fail;
using stream::testing_fakes::FakeExchange;
using stream::testing_fakes::Piece;
using stream::testing_fakes::ScriptedResponse;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::unique_ptr<dialect::Dialect> DialectOf(const std::string& name) {
  if (name == "ahrefs_v2") return dialect::MakeAhrefsV2("/", Secret("token"));
  return dialect::MakeAhrefsV3({.base_path = "/v3/", .token = Secret("token")});
}

v1::GetUsageResponse Ask(
    const dialect::Dialect& dialect, ScriptedResponse answer,
    const accounting::UsageLedger& ledger = accounting::UsageLedger()) {
  FakeExchange exchange;
  exchange.script.push_back(std::move(answer));
  v1::GetUsageResponse response;
  CallContext call{exchange, SteadyTime::InfiniteFuture(), CallRecorder()};
  boost::asio::io_context io;
  boost::asio::co_spawn(
      io, RunUsageCall(dialect, ledger, response, call),
      [](const std::exception_ptr& thrown, const absl::Status& status) {
        EXPECT_FALSE(thrown);
        EXPECT_TRUE(status.ok()) << status;
      });
  io.run();
  EXPECT_EQ(call.recorder.record().upstream_calls, 1);
  return response;
}

ScriptedResponse Answer(int status, std::string body,
                        const std::string& type = "application/json") {
  return {.head = {status, {{"content-type", type}}},
          .body = {Piece(std::move(body))}};
}

struct Problem {
  std::string name;
  std::string dialect;
  ScriptedResponse answer;
  std::string says;
};

class UsageProblems : public testing::TestWithParam<Problem> {};

TEST_P(UsageProblems, DoNotQuoteTheUpstream) {
  const auto dialect = DialectOf(GetParam().dialect);
  const auto response = Ask(*dialect, GetParam().answer);
  EXPECT_FALSE(response.has_allowance());
  EXPECT_THAT(response.allowance_problem(), HasSubstr(GetParam().says));
  EXPECT_THAT(response.allowance_problem(), Not(HasSubstr("hush")));
}

ScriptedResponse SaysError() {
  ScriptedResponse answer = Answer(200, R"({"error":"invalid token"})");
  answer.head.headers.emplace_back("x-status", "error");
  return answer;
}

ScriptedResponse Breaks(int status) {
  ScriptedResponse answer = Answer(status, R"({"err)");
  answer.body.push_back(
      Fail(MakeError(Reason::kUpstreamUnavailable, "it broke")));
  return answer;
}

INSTANTIATE_TEST_SUITE_P(
    All, UsageProblems,
    testing::Values(
        Problem{"V3Key", "ahrefs_v3", Answer(401, R"({"error":"hush"})"),
                "401: it rejected this server's token"},
        Problem{"V3Spent", "ahrefs_v3",
                Answer(403, R"({"error":"API units limit reached. hush"})"),
                "403: this server's account there is spent"},
        Problem{"V3Plan", "ahrefs_v3",
                Answer(403, R"({"error":"Insufficient plan"})"),
                "403: this server's plan there does not include this"},
        Problem{"V3PlanInHtml", "ahrefs_v3",
                Answer(403, "<html>hush", "text/html"),
                "403: this server's plan there does not include this"},
        Problem{"V3PlanNotJson", "ahrefs_v3", Answer(403, "hush"),
                "403: this server's plan there does not include this"},
        Problem{"V3Rate", "ahrefs_v3", Answer(429, R"({"error":"hush"})"),
                "429: too many requests"},
        Problem{"V3Failed", "ahrefs_v3", Answer(500, R"({"error":"hush"})"),
                "500: it failed"},
        Problem{"V3ErrorBreaks", "ahrefs_v3", Breaks(401),
                "401: it rejected this server's token"},
        Problem{"V3Breaks", "ahrefs_v3", Breaks(200), "it broke"},
        Problem{"V3NoFigures", "ahrefs_v3", Answer(200, R"({"a":1})"),
                "does not report its account"},
        Problem{"V3NotJson", "ahrefs_v3", Answer(200, "hush"), "not JSON"},
        Problem{"V2TokenWithStatus", "ahrefs_v2", SaysError(), "invalid token"},
        Problem{"V2Token", "ahrefs_v2",
                Answer(200, R"({"error":"invalid token"})"), "invalid token"},
        Problem{"V2Rate", "ahrefs_v2", Answer(429, "{}"),
                "429: too many requests"}),
    [](const auto& info) { return info.param.name; });

TEST(UsageCall, ReportsTheRestInTheUnitOfTheUpstream) {
  accounting::UsageLedger ledger;
  CallRecord record;
  record.method = "StreamRefpages";
  record.start = absl::Now();
  record.price = 50'000;
  ledger.OnFinish(record);
  const auto dialect = DialectOf("ahrefs_v3");
  const auto response = Ask(
      *dialect,
      Answer(200,
             R"({"limits_and_usage":{"subscription":"Lite",)"
             R"("units_limit_workspace":1000,"units_usage_workspace":400}})"),
      ledger);
  EXPECT_THAT(response.allowance_problem(), IsEmpty());
  EXPECT_EQ(response.allowance().remaining().unit(), v1::PRICE_UNIT_API_UNITS);
  EXPECT_EQ(response.allowance().remaining().milli_amount(), 600'000);
  EXPECT_EQ(response.allowance().limit().unit(), v1::PRICE_UNIT_API_UNITS);
  EXPECT_EQ(response.allowance().limit().milli_amount(), 1'000'000);
  EXPECT_EQ(response.allowance().subscription(), "Lite");
  ASSERT_EQ(response.periods_size(), 1);
  EXPECT_EQ(response.periods(0).price().unit(), v1::PRICE_UNIT_API_UNITS);
  EXPECT_EQ(response.periods(0).price().milli_amount(), 50'000);
}

}  // namespace
}  // namespace backlinks::rpc
