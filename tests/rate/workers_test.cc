// The exchanges of several workers, and the thread of the state, with one
// limiter.
#include <chrono>
#include <cstddef>
#include <deque>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "boost/asio/awaitable.hpp"
#include "boost/asio/co_spawn.hpp"
#include "boost/asio/executor_work_guard.hpp"
#include "boost/asio/io_context.hpp"
#include "boost/asio/use_future.hpp"
#include "gtest/gtest.h"
#include "service/exchange/rate_limited_exchange.h"
#include "service/rate/state_rate.h"
#include "tests/exchange/scripted_exchange.h"
#include "tests/support/state/sqlite_backend.h"

namespace backlinks::rate {
namespace {

namespace asio = boost::asio;
using exchange::RateLimit;
using exchange::RateLimitedExchange;
using exchange::RateLimiter;
using exchange::testing_exchange::ScriptedExchange;

// At most 20 at once, and then one in 57 ms.
constexpr RateLimit kLimit = {.requests = 200, .window = absl::Seconds(10)};
constexpr size_t kRequests = 12;  // Of each worker.

asio::awaitable<absl::Status> Send(exchange::HttpExchange& exchange,
                                   const HttpRequest& request) {
  int64_t attempts = 0;
  const auto response =
      co_await exchange.Send(request, SteadyTime::InfiniteFuture(), attempts);
  co_return response.status();
}

class Worker {
 public:
  ~Worker() {
    io_.stop();
    thread_.join();
  }

  asio::io_context& io() { return io_; }
  void SetLimiter(const std::shared_ptr<RateLimiter>& limiter) {
    exchange_ = std::make_unique<RateLimitedExchange>(
        std::make_unique<ScriptedExchange>(
            std::vector<exchange::testing_exchange::Reply>(1), sends_),
        limiter);
  }
  void Start(const std::string& caller) {
    for (size_t i = 0; i < kRequests; ++i) {
      requests_.emplace_back().caller = caller;
      results_.push_back(asio::co_spawn(io_, Send(*exchange_, requests_.back()),
                                        asio::use_future));
    }
  }
  void AwaitFirst() { Await(results_.front()); }
  void AwaitAll() {
    for (auto& result : results_) Await(result);
  }

 private:
  static void Await(std::future<absl::Status>& result) {
    ASSERT_EQ(result.wait_for(std::chrono::seconds(60)),
              std::future_status::ready);
    EXPECT_EQ(result.get(), absl::OkStatus());
  }

  asio::io_context io_{1};
  asio::executor_work_guard<asio::io_context::executor_type> guard_{
      io_.get_executor()};
  int sends_ = 0;
  std::unique_ptr<RateLimitedExchange> exchange_;
  std::deque<HttpRequest> requests_;
  std::vector<std::future<absl::Status>> results_;
  std::thread thread_{[this] { io_.run(); }};
};

// The state's clock is real.
class WorkersTest : public testing::Test {
 protected:
  void SetUp() override {
    auto rate = std::make_shared<StateRate>(
        first_.io().get_executor(), *state_,
        StateRateOptions{.name = "rate", .limit = kLimit});
    auto limiter = std::make_shared<RateLimiter>(kLimit, RateLimiter::SteadyNow,
                                                 std::move(rate));
    for (Worker* worker : {&first_, &second_, third_.get()}) {
      worker->SetLimiter(limiter);
    }
  }

  const std::unique_ptr<state::SqliteState> state_ =
      state::testing_state::OpenState({});
  Worker first_, second_;
  std::unique_ptr<Worker> third_ = std::make_unique<Worker>();
};

TEST_F(WorkersTest, ShareTheTokens) {
  first_.Start("a");
  second_.Start("b");
  third_->Start("");
  first_.AwaitAll();
  second_.AwaitAll();
  third_->AwaitAll();
}

TEST_F(WorkersTest, GetTheTokensOfOneThatEnds) {
  third_->Start("a");
  third_->AwaitFirst();
  first_.Start("a");
  second_.Start("b");
  third_.reset();
  first_.AwaitAll();
  second_.AwaitAll();
}

}  // namespace
}  // namespace backlinks::rate
