#include "service/rpc/usage_call.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "boost/asio/co_spawn.hpp"
#include "boost/asio/detached.hpp"
#include "boost/asio/io_context.hpp"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/common/status/status.h"
#include "tests/accounting/unreliable_state.h"
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

// One call of GetUsage, by a caller that sees all unless a test changes it.
struct Question {
  ScriptedResponse answer;  // Of the upstream.
  v1::GetUsageRequest request;
  access::Caller caller = {.sees_all = true};
  access::AccessControl* access = nullptr;
};

class UsageCallTest : public testing::Test {
 protected:
  absl::StatusOr<v1::GetUsageResponse> TryAsk(const dialect::Dialect& dialect,
                                              Question question) {
    exchange_.script = {std::move(question.answer)};
    const plan::Planner planner(dialect, {});
    const cursor::CursorCodec codec(cursor::RandomTokenKey(), absl::Hours(1));
    const stream::StreamerOptions options;
    stream::OpenStreams open_streams;
    const CallDependencies dependencies = {.dialect = dialect,
                                           .planner = planner,
                                           .codec = codec,
                                           .streamer_options = options,
                                           .open_streams = open_streams,
                                           .budgets = budgets_,
                                           .ledger = ledger_,
                                           .access = question.access};
    v1::GetUsageResponse response;
    CallContext call{exchange_, SteadyTime::InfiniteFuture(), CallRecorder(),
                     question.caller};
    absl::Status ended = absl::UnknownError("it did not end");
    boost::asio::io_context io;
    boost::asio::co_spawn(
        io, RunUsageCall(dependencies, question.request, response, call),
        [&](const std::exception_ptr& thrown, const absl::Status& status) {
          EXPECT_FALSE(thrown);
          ended = status;
        });
    io.run();
    upstream_calls_ = call.recorder.record().upstream_calls;
    if (!ended.ok()) return ended;
    return response;
  }
  v1::GetUsageResponse Ask(const dialect::Dialect& dialect, Question question) {
    const auto response = TryAsk(dialect, std::move(question));
    EXPECT_TRUE(response.ok()) << response.status();
    return response.value_or(v1::GetUsageResponse());
  }
  void Spend(const std::string& caller, MilliPrice price) {
    boost::asio::io_context io;
    boost::asio::co_spawn(
        io,
        [&]() -> boost::asio::awaitable<void> {
          const auto decision = co_await budgets_.Reserve(caller, {}, price);
          EXPECT_TRUE(decision.ok()) << decision.status();
          budgets_.Settle(io.get_executor(), decision->reserved, price);
        },
        boost::asio::detached);
    io.run();
  }

  FakeExchange exchange_;
  accounting::UsageLedger ledger_;
  accounting::UnreliableState state_{[] { return absl::Now(); }};
  accounting::BudgetBook budgets_{state_};
  int64_t upstream_calls_ = 0;
};

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

class UsageProblems : public UsageCallTest,
                      public testing::WithParamInterface<Problem> {};

TEST_P(UsageProblems, DoNotQuoteTheUpstream) {
  const auto dialect = DialectOf(GetParam().dialect);
  const auto response = Ask(*dialect, {.answer = GetParam().answer});
  EXPECT_EQ(upstream_calls_, 1);
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

ScriptedResponse Allowance() {
  return Answer(
      200, R"({"limits_and_usage":{"subscription":"Lite",)"
           R"("units_limit_workspace":1000,"units_usage_workspace":400}})");
}

TEST_F(UsageCallTest, ReportsTheRestInTheUnitOfTheUpstream) {
  CallRecord record;
  record.method = "StreamRefpages";
  record.start = absl::Now();
  record.price = 50'000;
  ledger_.OnFinish(record);
  const auto dialect = DialectOf("ahrefs_v3");
  const auto response = Ask(*dialect, {.answer = Allowance()});
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

TEST_F(UsageCallTest, DoesNotWaitForTheUpstreamAsLongAsTheCall) {
  const SteadyTime start = SteadyTime::Now();
  Ask(*DialectOf("ahrefs_v3"), {.answer = Allowance()});
  EXPECT_GE(exchange_.last_deadline, start + absl::Seconds(10));
  EXPECT_LE(exchange_.last_deadline, SteadyTime::Now() + absl::Seconds(10));
}

// The callers of a file; none of them is admitted.
class ListedCallers final : public access::AccessControl {
 public:
  absl::StatusOr<std::shared_ptr<const access::Admission>> Admit(
      const access::Credentials&) override {
    return absl::PermissionDeniedError("nobody");
  }
  std::vector<access::Caller> Callers() const override { return callers; }

  std::vector<access::Caller> callers;
};

class CallerUsageTest : public UsageCallTest {
 protected:
  CallerUsageTest() {
    access_.callers = {{.name = "ads"},
                       {.name = "seo", .budget = {.day = 1'000, .month = 200}},
                       {.name = ""}};
    Spend("seo", 300);
    Spend("ads", 70);
    Spend("", 5);
  }
  Question Of(const access::Caller& caller, bool all_callers) {
    Question question = {
        .answer = Allowance(), .request = {}, .caller = caller};
    question.request.set_all_callers(all_callers);
    question.access = &access_;
    return question;
  }

  std::unique_ptr<dialect::Dialect> dialect_ = DialectOf("ahrefs_v3");
  ListedCallers access_;
};

TEST_F(CallerUsageTest, ShowsACallerItsOwn) {
  const auto usage = Ask(*dialect_, Of(access_.callers[1], false));
  ASSERT_EQ(usage.callers_size(), 1);
  EXPECT_EQ(usage.callers(0).caller(), "seo");
  const v1::CallerPeriod& day = usage.callers(0).day();
  EXPECT_EQ(day.spent().milli_amount(), 300);
  EXPECT_EQ(day.spent().unit(), v1::PRICE_UNIT_API_UNITS);
  EXPECT_EQ(day.reserved().milli_amount(), 0);
  EXPECT_EQ(day.budget().milli_amount(), 1'000);
  EXPECT_EQ(day.remaining().milli_amount(), 700);
  EXPECT_EQ(day.end_time().seconds() - day.start_time().seconds(), 24 * 3600);
  const v1::CallerPeriod& month = usage.callers(0).month();
  EXPECT_EQ(month.spent().milli_amount(), 300);
  EXPECT_EQ(month.remaining().milli_amount(), 0);
  EXPECT_LE(month.start_time().seconds(), day.start_time().seconds());
  EXPECT_GE(month.end_time().seconds(), day.end_time().seconds());
  EXPECT_EQ(usage.periods_size(), 0);
}

TEST_F(CallerUsageTest, HasNoRemainderWithoutABudget) {
  const auto usage = Ask(*dialect_, Of(access_.callers[0], false));
  ASSERT_EQ(usage.callers_size(), 1);
  EXPECT_EQ(usage.callers(0).day().spent().milli_amount(), 70);
  EXPECT_FALSE(usage.callers(0).day().has_budget());
  EXPECT_FALSE(usage.callers(0).day().has_remaining());
}

TEST_F(CallerUsageTest, ShowsAllOnlyToThoseThatMaySeeThem) {
  const auto rejected = TryAsk(*dialect_, Of(access_.callers[0], true));
  EXPECT_EQ(GetReason(rejected.status()), Reason::kNotAllowed);
  EXPECT_EQ(upstream_calls_, 0);
  const access::Caller admin = {.name = "admin", .sees_all = true};
  const auto usage = Ask(*dialect_, Of(admin, true));
  ASSERT_EQ(usage.callers_size(), 3);
  EXPECT_EQ(usage.callers(0).caller(), "ads");
  EXPECT_EQ(usage.callers(1).caller(), "seo");
  EXPECT_EQ(usage.callers(2).caller(), "");
  EXPECT_EQ(usage.callers(2).month().spent().milli_amount(), 5);
}

TEST_F(CallerUsageTest, WithoutKnownCallersTheOneCallerIsAll) {
  Question question = Of({.name = "", .sees_all = true}, true);
  question.access = nullptr;
  const auto usage = Ask(*dialect_, std::move(question));
  ASSERT_EQ(usage.callers_size(), 1);
  EXPECT_EQ(usage.callers(0).day().spent().milli_amount(), 5);
}

TEST_F(CallerUsageTest, ReportsThatTheStateIsUnavailable) {
  state_.failing_reserves = 1;  // Reading fails, too.
  const auto usage = Ask(*dialect_, Of(access_.callers[0], false));
  EXPECT_EQ(usage.callers_size(), 0);
  EXPECT_EQ(usage.callers_problem(), "the shared state is unavailable");
  EXPECT_TRUE(usage.has_allowance());
}

}  // namespace
}  // namespace backlinks::rpc
