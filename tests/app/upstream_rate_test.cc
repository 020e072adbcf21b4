#include "service/app/upstream_rate.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "boost/asio/io_context.hpp"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/common/file/small_file.h"
#include "service/config/state_location.h"
#include "tests/support/file/temporary_folder.h"
#include "tests/support/state/naive_state.h"
#include "tests/support/state/settable_clock.h"

namespace backlinks::app {
namespace {

using testing::HasSubstr;
using testing::Not;

config::Options OptionsOf(const std::string& upstream, int requests,
                          const std::string& sqlite_file) {
  config::Options options;
  options.upstream = upstream;
  options.dialect = upstream == "embedded" ? "ahrefs_v3" : upstream;
  options.url = config::UpstreamUrl{true, "api.example", 443, "/v3/"};
  options.upstream_requests_per_minute = requests;
  options.state_location.sqlite_file = sqlite_file;
  return options;
}

class UpstreamRateTest : public testing::Test {
 protected:
  std::shared_ptr<exchange::SharedRate> Make(const config::Options& options) {
    return MakeSharedRate(options, io_.get_executor(), state_, *log_);
  }
  bool IsShared(const std::string& upstream, int requests,
                const std::string& sqlite_file) {
    return Make(OptionsOf(upstream, requests, sqlite_file)) != nullptr;
  }
  // Returns the wait after one question.
  absl::Duration Take(exchange::SharedRate& rate) {
    absl::StatusOr<absl::Duration> answer = absl::UnknownError("no answer");
    rate.Take([&answer](const absl::StatusOr<absl::Duration>& wait) {
      answer = wait;
    });
    io_.restart();
    io_.run();
    EXPECT_TRUE(answer.ok()) << answer.status();
    return answer.value_or(absl::InfiniteDuration());
  }
  std::string Log() const {
    log_->Flush(absl::Seconds(10));
    return ReadSmallFile(log_path_).value_or("");
  }

  const testing_file::TemporaryFolder folder_;
  const std::string log_path_ = folder_.path("log");
  const std::unique_ptr<telemetry::CallLog> log_ =
      *telemetry::CallLog::Open(log_path_, telemetry::LogLevel::kInfo);
  state::testing_state::SettableClock clock_;
  state::testing_state::NaiveState state_{[this] { return clock_.Now(); }};
  boost::asio::io_context io_;
};

TEST_F(UpstreamRateTest, IsSharedIfAnotherServerMayHaveTheSame) {
  EXPECT_TRUE(IsShared("ahrefs_v3", -1, "file"));
  EXPECT_TRUE(IsShared("ahrefs_v2", 5, "file"));
  EXPECT_FALSE(IsShared("ahrefs_v3", -1, ""));
  EXPECT_FALSE(IsShared("ahrefs_v3", 0, "file"));
  EXPECT_FALSE(IsShared("ahrefs_v2", -1, "file"));
  EXPECT_FALSE(IsShared("embedded", 5, "file"));
}

TEST_F(UpstreamRateTest, IsThatOfOneUpstream) {
  config::Options options = OptionsOf("ahrefs_v3", 5, "file");
  const auto rate = Make(options);
  const auto same = Make(options);
  options.url->host = "other.example";
  const auto other = Make(options);
  EXPECT_EQ(Take(*rate), absl::ZeroDuration());
  EXPECT_GT(Take(*same), absl::ZeroDuration());
  EXPECT_EQ(Take(*other), absl::ZeroDuration());
}

TEST_F(UpstreamRateTest, LogsWhetherItIsShared) {
  const auto rate = Make(OptionsOf("ahrefs_v3", 5, "file"));
  rate->OnAvailability(absl::UnavailableError("nobody is there"));
  EXPECT_THAT(Log(), HasSubstr("upstream requests is not shared"));
  EXPECT_THAT(Log(), HasSubstr("nobody is there"));
  EXPECT_THAT(Log(), Not(HasSubstr("shared again")));
  rate->OnAvailability(absl::OkStatus());
  EXPECT_THAT(Log(), HasSubstr("upstream requests is shared again"));
}

}  // namespace
}  // namespace backlinks::app
