#include "service/app/state_watch.h"

#include <chrono>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "boost/asio/co_spawn.hpp"
#include "boost/asio/detached.hpp"
#include "boost/asio/io_context.hpp"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "prometheus/registry.h"
#include "prometheus/text_serializer.h"
#include "tests/support/file/temporary_folder.h"
#include "tests/support/state/naive_state.h"
#include "tests/support/state/settable_clock.h"

namespace backlinks::app {
namespace {

namespace asio = boost::asio;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

// A state that is away whenever a test wants.
class BreakableState final : public state::testing_state::NaiveState {
 public:
  using NaiveState::NaiveState;

  absl::Status take_error, read_error;
  int checks = 0;

  Result<absl::Duration> Take(std::string_view name,
                              const state::TokenBucket& bucket,
                              int64_t count) override {
    ++checks;
    if (!take_error.ok()) co_return take_error;
    co_return co_await NaiveState::Take(name, bucket, count);
  }
  Result<std::vector<state::CounterUse>> ReadCounters(
      const std::vector<std::string>& names) override {
    if (!read_error.ok()) co_return read_error;
    co_return co_await NaiveState::ReadCounters(names);
  }
};

class StateWatchTest : public testing::Test {
 protected:
  using Callers = std::vector<std::pair<std::string, CallerBudget>>;

  // Runs until all has ended.
  void Run(asio::awaitable<void> coroutine) {
    asio::co_spawn(io_, std::move(coroutine), asio::detached);
    io_.restart();
    io_.run();
  }
  void Check() { Run(watch_.Check()); }
  asio::awaitable<void> Spend(std::string caller, MilliPrice price) {
    const auto decision = co_await book_.Reserve(caller, {}, price);
    EXPECT_TRUE(decision.ok()) << decision.status();
    book_.Settle(io_.get_executor(), decision->reserved, price);
  }
  std::string Metrics() const {
    return prometheus::TextSerializer().Serialize(registry_.Collect());
  }
  std::vector<std::string> LogLines() {
    EXPECT_TRUE(log_->Flush(absl::Seconds(60)));
    std::vector<std::string> lines;
    std::ifstream log(log_path_);
    for (std::string line; std::getline(log, line);) lines.push_back(line);
    return lines;
  }

  const testing_file::TemporaryFolder folder_;
  const std::string log_path_ = folder_.path("log");
  const std::unique_ptr<telemetry::CallLog> log_ =
      *telemetry::CallLog::Open(log_path_, telemetry::LogLevel::kInfo);
  prometheus::Registry registry_;
  telemetry::StateMetrics state_metrics_{registry_};
  telemetry::SpendingMetrics spending_metrics_{registry_};
  state::testing_state::SettableClock clock_;
  BreakableState state_{[this] { return clock_.Now(); }};
  accounting::BudgetBook book_{state_,
                               {.now = [this] { return clock_.Now(); }}};
  Callers callers_;
  StateWatch watch_{state_,
                    book_,
                    [this] { return callers_; },
                    {*log_, state_metrics_, spending_metrics_},
                    {.state = "redis://***@r:6379/0",
                     .unavailable = "refuse",
                     .interval = absl::Milliseconds(1)}};
  asio::io_context io_;  // Destroys the coroutines before what they use.
};

TEST_F(StateWatchTest, IsSilentWhileTheStateIsAvailable) {
  EXPECT_EQ(watch_.Detail(), "");
  Check();
  Check();
  EXPECT_EQ(watch_.Detail(), "");
  EXPECT_THAT(LogLines(), ElementsAre());
  EXPECT_THAT(
      Metrics(),
      AllOf(HasSubstr("\nbacklinks_state_available 1\n"),
            HasSubstr(R"(backlinks_state_checks_total{result="success"} 2)")));
}

TEST_F(StateWatchTest, ReportsOnceThatTheStateIsAwayAndBack) {
  state_.take_error = absl::UnavailableError("r:6379 does not respond");
  Check();
  const std::string detail = watch_.Detail();
  EXPECT_THAT(detail, AllOf(StartsWith("state: unavailable since 2"),
                            HasSubstr("Z: r:6379 does not respond")));
  EXPECT_THAT(Metrics(), HasSubstr("\nbacklinks_state_available 0\n"));
  state_.take_error = absl::DataLossError("nonsense");
  Check();
  EXPECT_THAT(watch_.Detail(), HasSubstr("Z: nonsense"));
  state_.take_error = absl::OkStatus();
  Check();
  Check();
  EXPECT_EQ(watch_.Detail(), "");
  EXPECT_THAT(Metrics(), HasSubstr("\nbacklinks_state_available 1\n"));
  EXPECT_THAT(
      LogLines(),
      ElementsAre(AllOf(HasSubstr(R"("level":"error")"),
                        HasSubstr("the shared state is not available"),
                        HasSubstr("r:6379 does not respond"),
                        HasSubstr(R"("state_unavailable":"refuse")")),
                  AllOf(HasSubstr(R"("level":"info")"),
                        HasSubstr("the shared state is available again"),
                        HasSubstr("unavailable_for"),
                        HasSubstr("redis://***@r:6379/0"))));
}

TEST_F(StateWatchTest, HasTheSpendingOfEachCaller) {
  callers_ = {{"seo", {.day = 5000}}, {"ads", {.month = 70'000}}};
  Run(Spend("seo", 1500));
  Check();
  const std::string seo = R"({caller="seo",period="day"} )";
  EXPECT_THAT(
      Metrics(),
      AllOf(HasSubstr("backlinks_caller_spent" + seo + "1.5\n"),
            HasSubstr("backlinks_caller_budget" + seo + "5\n"),
            HasSubstr(R"(backlinks_caller_spent{caller="ads",period="day"} 0)"),
            HasSubstr(
                R"(backlinks_caller_budget{caller="ads",period="month"} 70)"),
            HasSubstr("\nbacklinks_state_unsettled_prices 0\n"),
            HasSubstr("\nbacklinks_state_unreserved_prices_total 0\n")));
  callers_ = {{"ads", {}}};
  Check();
  EXPECT_THAT(Metrics(), Not(HasSubstr("seo")));
}

TEST_F(StateWatchTest, KeepsTheSpendingWhileItCannotBeRead) {
  callers_ = {{"seo", {}}};
  Run(Spend("seo", 1500));
  Check();
  state_.read_error = absl::UnavailableError("away");
  Check();
  EXPECT_THAT(Metrics(), AllOf(HasSubstr(R"(caller="seo",period="day"} 1.5)"),
                               HasSubstr("\nbacklinks_state_available 0\n")));
}

TEST_F(StateWatchTest, BoundsTheNumberOfCallers) {
  for (size_t i = 0; i < StateWatch::kMaxCallers + 10; ++i) {
    callers_.emplace_back("caller-" + std::to_string(i), CallerBudget());
  }
  Check();
  EXPECT_THAT(Metrics(), AllOf(HasSubstr("caller-999\""),
                               Not(HasSubstr("caller-1000\""))));
}

TEST_F(StateWatchTest, ChecksAtOnceAndAgain) {
  asio::co_spawn(io_, watch_.Run(), asio::detached);
  io_.poll();
  EXPECT_EQ(state_.checks, 1);
  while (state_.checks < 4) io_.run_one_for(std::chrono::seconds(60));
}

}  // namespace
}  // namespace backlinks::app
