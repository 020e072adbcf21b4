// RateLimitedExchange over an exchange without a network.
#include "service/exchange/rate_limited_exchange.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "boost/asio/executor_work_guard.hpp"
#include "boost/asio/io_context.hpp"
#include "boost/asio/post.hpp"
#include "gtest/gtest.h"
#include "service/exchange/retrying_exchange.h"
#include "tests/exchange/fetch.h"
#include "tests/exchange/recording_observer.h"
#include "tests/exchange/scripted_exchange.h"

namespace backlinks::exchange::testing_exchange {
namespace {

constexpr char kRetryInfo[] = "type.googleapis.com/google.rpc.RetryInfo";

// Of one worker.
class Limited {
 public:
  explicit Limited(const std::shared_ptr<RateLimiter>& limiter,
                   std::vector<Reply> replies = {{}})
      : fetcher_(Loopback(1)) {
    fetcher_.Wrap([&](std::unique_ptr<HttpExchange>) {
      auto scripted =
          std::make_unique<ScriptedExchange>(std::move(replies), sends_);
      return std::make_unique<RateLimitedExchange>(std::move(scripted), limiter,
                                                   observer_);
    });
  }
  Outcome Get(absl::Duration max_wait = absl::InfiniteDuration()) {
    return fetcher_.Get(SteadyTime::Now() + max_wait);
  }
  Fetcher& fetcher() { return fetcher_; }
  int sends() const { return sends_; }
  const std::vector<absl::Duration>& waits() const { return observer_.waits; }

 private:
  int sends_ = 0;
  RecordingObserver observer_;
  Fetcher fetcher_;
};

std::shared_ptr<RateLimiter> MakeLimiter(const RateLimit& limit) {
  return std::make_shared<RateLimiter>(limit);
}

TEST(RateLimitedExchange, WaitsForItsPermit) {
  constexpr absl::Duration kWindow = absl::Milliseconds(60);
  const auto limiter = MakeLimiter({.requests = 2, .window = kWindow});
  Limited limited(limiter);
  const absl::Time start = absl::Now();
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(limited.Get().is_ok()) << i;
  EXPECT_GE(absl::Now() - start, 2 * kWindow - absl::Milliseconds(5));
  EXPECT_EQ(limited.sends(), 5);
  // Two in each window: of those after the first two the first waits.
  ASSERT_GE(limited.waits().size(), 2u);
  for (const absl::Duration wait : limited.waits()) {
    EXPECT_GT(wait, absl::ZeroDuration());
  }
}

TEST(RateLimitedExchange, ReportsNoWaitOfZero) {
  const auto limiter = MakeLimiter({.requests = 2});
  Limited limited(limiter);
  EXPECT_TRUE(limited.Get().is_ok());
  EXPECT_TRUE(limited.Get().is_ok());
  EXPECT_TRUE(limited.waits().empty());
}

TEST(RateLimitedExchange, FailsAtOnceIfThePermitIsAfterTheDeadline) {
  const auto limiter = MakeLimiter({.requests = 1});
  Limited limited(limiter);
  EXPECT_TRUE(limited.Get(absl::Seconds(20)).is_ok());
  const absl::Time start = absl::Now();
  const Outcome out = limited.Get(absl::Seconds(20));
  EXPECT_LT(absl::Now() - start, absl::Seconds(10));
  EXPECT_EQ(out.reason(), Reason::kUpstreamRate) << out.status;
  EXPECT_EQ(out.status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_TRUE(out.status.GetPayload(kRetryInfo).has_value());
  EXPECT_NE(out.status.message().find("1 requests in 1m"),
            absl::string_view::npos)
      << out.status;
  EXPECT_EQ(out.attempts, 0);
  EXPECT_EQ(limited.sends(), 1);
}

TEST(RateLimitedExchange, IsNotRetriedAfterARejection) {
  const auto limiter = MakeLimiter({.requests = 1});
  Limited limited(limiter, {{.http_status = 429}});
  RetryOptions options;
  options.rate.backoff.first = absl::Milliseconds(1);
  limited.fetcher().Wrap([&](std::unique_ptr<HttpExchange> inner) {
    return std::make_unique<RetryingExchange>(std::move(inner), options);
  });
  // The second attempt is the one that is refused.
  const Outcome out = limited.Get(absl::Seconds(20));
  EXPECT_EQ(out.reason(), Reason::kUpstreamRate) << out.status;
  EXPECT_EQ(out.attempts, 1);
}

TEST(RateLimitedExchange, StopsWaitingOnCancelAndLeavesTheQueue) {
  std::function<void()> on_clock = [] {};
  const auto clock = [&on_clock] {
    on_clock();
    return absl::Hours(1000);
  };
  const auto limiter =
      std::make_shared<RateLimiter>(RateLimit{.requests = 1}, clock);
  Limited limited(limiter);
  EXPECT_TRUE(limited.Get().is_ok());
  // It is carried out when the call has begun to wait.
  on_clock = [&limited] { limited.fetcher().Cancel(); };
  EXPECT_EQ(limited.Get().reason(), Reason::kCancelled);
  EXPECT_EQ(limited.sends(), 1);
  EXPECT_EQ(limited.waits().size(), 1u);
  on_clock = [] {};
  EXPECT_EQ(PermitRequest(limiter, "").Wait(), absl::Minutes(1));
}

// Answers on the thread of a context.
class PostedRate final : public SharedRate {
 public:
  using Answers = std::function<absl::StatusOr<absl::Duration>()>;

  PostedRate(boost::asio::io_context& io, Answers answers)
      : io_(io), answers_(std::move(answers)) {}

  void Take(OnAnswer on_answer) override {
    boost::asio::post(io_, [this, on_answer = std::move(on_answer)] {
      on_answer(answers_());
    });
  }
  void OnAvailability(const absl::Status&) override {}

 private:
  boost::asio::io_context& io_;
  const Answers answers_;
};

// A context with a thread of its own.
struct BackgroundThread {
  ~BackgroundThread() {
    guard.reset();
    thread.join();
  }
  boost::asio::io_context io{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type>
      guard{io.get_executor()};
  std::thread thread{[this] { io.run(); }};
};

std::shared_ptr<RateLimiter> MakeSharedLimiter(
    const RateLimit& limit, const std::shared_ptr<SharedRate>& rate) {
  return std::make_shared<RateLimiter>(limit, RateLimiter::SteadyNow, rate);
}

TEST(RateLimitedExchange, FailsIfTheSharedRateHasNoTokenBeforeTheDeadline) {
  BackgroundThread background;
  const auto limiter = MakeSharedLimiter(
      {.requests = 60}, std::make_shared<PostedRate>(
                            background.io, [] { return absl::Seconds(40); }));
  Limited limited(limiter);
  const absl::Time start = absl::Now();
  const Outcome out = limited.Get(absl::Seconds(20));
  EXPECT_LT(absl::Now() - start, absl::Seconds(10));
  EXPECT_EQ(out.reason(), Reason::kUpstreamRate) << out.status;
  EXPECT_TRUE(out.status.GetPayload(kRetryInfo).has_value());
  EXPECT_EQ(limited.sends(), 0);
}

TEST(RateLimitedExchange, StopsWaitingForATokenOnCancel) {
  boost::asio::io_context never_runs;
  std::function<void()> on_clock = [] {};
  const auto clock = [&on_clock] {
    on_clock();
    return absl::Hours(1000);
  };
  const auto limiter = std::make_shared<RateLimiter>(
      RateLimit{}, clock, std::make_shared<PostedRate>(never_runs, [] {
        return absl::ZeroDuration();
      }));
  Limited limited(limiter);
  on_clock = [&limited] { limited.fetcher().Cancel(); };
  EXPECT_EQ(limited.Get().reason(), Reason::kCancelled);
  EXPECT_EQ(limited.sends(), 0);
  on_clock = [] {};
}

TEST(RateLimitedExchange, SharesTokensWithOtherThreads) {
  constexpr int kThreads = 3;
  constexpr int kCalls = 40;
  BackgroundThread background;
  int asked = 0;
  // Most answers are tokens; of the others one is an error.
  const auto answers = [&asked]() -> absl::StatusOr<absl::Duration> {
    ++asked;
    if (asked == 50) return absl::UnavailableError("nobody is there");
    return asked % 4 == 0 ? absl::Milliseconds(1) : absl::ZeroDuration();
  };
  const auto limiter =
      MakeSharedLimiter({.requests = 1000, .window = absl::Seconds(30)},
                        std::make_shared<PostedRate>(background.io, answers));
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&limiter] {
      Limited limited(limiter);
      for (int call = 0; call < kCalls; ++call) {
        EXPECT_TRUE(limited.Get().is_ok());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

// Its permit was in time until other callers came, who have their turns first.
TEST(RateLimitedExchange, StopsWaitingIfOthersDelayItBeyondTheDeadline) {
  constexpr absl::Duration kWindow = absl::Milliseconds(200);
  constexpr int kOthers = 500;
  std::function<void()> on_clock = [] {};
  const auto clock = [&on_clock] {
    on_clock();
    return absl::Hours(1000);
  };
  const auto limiter = std::make_shared<RateLimiter>(
      RateLimit{.requests = 1, .window = kWindow}, clock);
  PermitRequest used(limiter, "");
  EXPECT_EQ(used.Wait(), absl::ZeroDuration());
  const PermitRequest before(limiter, "");
  std::vector<std::unique_ptr<PermitRequest>> others;
  Limited limited(limiter);
  const auto others_come = [&] {
    while (others.size() < kOthers) {
      others.push_back(std::make_unique<PermitRequest>(
          limiter, std::to_string(others.size())));
    }
  };
  // It is carried out when the call has begun to wait.
  on_clock = [&] { boost::asio::post(limited.fetcher().io(), others_come); };
  const Outcome out = limited.Get(absl::Seconds(60));
  EXPECT_EQ(out.reason(), Reason::kUpstreamRate) << out.status;
  EXPECT_EQ(limited.waits().size(), 1u);
  EXPECT_EQ(limited.sends(), 0);
  on_clock = [] {};
}

struct SentCase {
  const char* name;
  int sent;
  int left;  // Of three permits, after one Send.
};

// Whether a permit is due. It counts as used.
bool PermitTaken(const std::shared_ptr<RateLimiter>& limiter) {
  return PermitRequest(limiter, "").Wait() == absl::ZeroDuration();
}

class Sent : public ::testing::TestWithParam<SentCase> {};

TEST_P(Sent, CountsWhatIsOnTheWire) {
  const auto limiter = MakeLimiter({.requests = 3});
  Limited limited(limiter, {{.http_status = GetParam().sent == 0 ? 0 : 200,
                             .sent = GetParam().sent}});
  limited.Get();
  int left = 0;
  while (PermitTaken(limiter)) ++left;
  EXPECT_EQ(left, GetParam().left);
}

INSTANTIATE_TEST_SUITE_P(All, Sent,
                         ::testing::Values(SentCase{"no_connection", 0, 3},
                                           SentCase{"once", 1, 2},
                                           SentCase{"lost_and_again", 2, 1}),
                         [](const auto& info) { return info.param.name; });

TEST(RateLimitedExchange, SharesTheLimitWithOtherThreads) {
  constexpr absl::Duration kWindow = absl::Milliseconds(50);
  constexpr int kCalls = 6;
  const auto limiter = MakeLimiter({.requests = 3, .window = kWindow});
  const absl::Time start = absl::Now();
  int sends[2] = {0, 0};
  std::vector<std::thread> threads;
  threads.reserve(2);
  for (int& mine : sends) {
    threads.emplace_back([&limiter, &mine] {
      Limited limited(limiter);
      for (int i = 0; i < kCalls; ++i) EXPECT_TRUE(limited.Get().is_ok());
      mine = limited.sends();
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(sends[0] + sends[1], 2 * kCalls);
  // Alone each of them would need one window.
  EXPECT_GE(absl::Now() - start, 3 * kWindow - absl::Milliseconds(5));
}

}  // namespace
}  // namespace backlinks::exchange::testing_exchange
