#include "service/rate/state_rate.h"

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "boost/asio/executor_work_guard.hpp"
#include "boost/asio/io_context.hpp"
#include "gtest/gtest.h"
#include "service/exchange/rate_limiter.h"
#include "tests/support/state/sqlite_backend.h"

namespace backlinks::rate {
namespace {

using exchange::PermitRequest;
using exchange::RateLimiter;
using state::testing_state::MemoryBackend;

class StateRateTest : public testing::Test {
 protected:
  std::shared_ptr<StateRate> Make(const exchange::RateLimit& limit,
                                  const std::string& name = "rate") {
    return std::make_shared<StateRate>(
        io_.get_executor(), backend_.Connect(),
        StateRateOptions{.name = name,
                         .limit = limit,
                         .on_availability = [this](const absl::Status& status) {
                           reported_.push_back(status);
                         }});
  }
  // Asks once. Fails the test, and returns an error, if there is no answer.
  absl::StatusOr<absl::Duration> Take(StateRate& rate) {
    absl::StatusOr<absl::Duration> answer = absl::UnknownError("no answer");
    rate.Take([&answer](absl::StatusOr<absl::Duration> wait) {
      answer = std::move(wait);
    });
    EXPECT_TRUE(absl::IsUnknown(answer.status()));
    io_.restart();
    io_.run_for(std::chrono::seconds(60));
    EXPECT_FALSE(absl::IsUnknown(answer.status()));
    return answer;
  }

  MemoryBackend backend_;
  std::vector<absl::Status> reported_;
  boost::asio::io_context io_{1};
};

TEST_F(StateRateTest, TakesTheTokensOfABucket) {
  const auto rate = Make({.requests = 20});
  const auto same = Make({.requests = 20});
  const auto other = Make({.requests = 20}, "other");
  const absl::Duration interval =
      exchange::SharedBucketOf({.requests = 20}).interval();
  EXPECT_EQ(*Take(*rate), absl::ZeroDuration());
  EXPECT_EQ(*Take(*same), absl::ZeroDuration());
  for (int i = 0; i < 100; ++i) {
    const auto wait = Take(*rate);
    ASSERT_TRUE(wait.ok()) << wait.status();
    EXPECT_GE(*wait, interval);
    EXPECT_LE(*wait, interval + StateRate::kMaxJitter + absl::Milliseconds(1));
  }
  EXPECT_EQ(*Take(*other), absl::ZeroDuration());
  backend_.Advance(interval + absl::Milliseconds(1));
  EXPECT_EQ(*Take(*same), absl::ZeroDuration());
}

TEST_F(StateRateTest, ReportsErrorsOfTheState) {
  const auto rate = Make({}, std::string(2000, 'n'));
  EXPECT_TRUE(absl::IsInvalidArgument(Take(*rate).status()));
  EXPECT_TRUE(reported_.empty());
  rate->OnAvailability(absl::UnavailableError("nobody is there"));
  rate->OnAvailability(absl::OkStatus());
  EXPECT_EQ(reported_,
            (std::vector<absl::Status>{
                absl::UnavailableError("nobody is there"), absl::OkStatus()}));
}

// The executor may be destroyed while the state works for it.
TEST_F(StateRateTest, EndsWithItsExecutor) {
  auto io = std::make_unique<boost::asio::io_context>(1);
  const auto rate = std::make_shared<StateRate>(
      io->get_executor(), backend_.Connect(), StateRateOptions{.name = "rate"});
  auto limiter = std::make_shared<RateLimiter>(exchange::RateLimit{},
                                               RateLimiter::SteadyNow, rate);
  const std::weak_ptr<RateLimiter> weak = limiter;
  auto permit = std::make_unique<PermitRequest>(limiter, "");
  EXPECT_GT(permit->Wait(), absl::ZeroDuration());
  io->poll();
  limiter.reset();
  permit.reset();
  io.reset();
  EXPECT_TRUE(weak.expired());
}

TEST_F(StateRateTest, IsAskedByManyThreads) {
  constexpr int kThreads = 4;
  constexpr int kTimes = 200;
  const auto rate = Make({.requests = 100});
  std::atomic<int> granted = 0;
  std::atomic<int> answers = 0;
  const auto count = [&](const absl::StatusOr<absl::Duration>& wait) {
    ++answers;
    if (wait.ok() && *wait == absl::ZeroDuration()) ++granted;
  };
  auto guard = boost::asio::make_work_guard(io_);
  std::thread worker([this] { io_.run(); });
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      for (int time = 0; time < kTimes; ++time) rate->Take(count);
    });
  }
  for (std::thread& thread : threads) thread.join();
  guard.reset();
  worker.join();
  EXPECT_EQ(answers, kThreads * kTimes);
  EXPECT_EQ(granted, 10);  // A full bucket: the clock does not move.
}

}  // namespace
}  // namespace backlinks::rate
