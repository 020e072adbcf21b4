// Two callers who share the rate of an upstream on real sockets.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <deque>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "boost/asio/co_spawn.hpp"
#include "boost/asio/executor_work_guard.hpp"
#include "boost/asio/io_context.hpp"
#include "boost/asio/post.hpp"
#include "boost/asio/use_future.hpp"
#include "gtest/gtest.h"
#include "service/common/status/status.h"
#include "service/exchange/beast_exchange.h"
#include "service/exchange/rate_limited_exchange.h"
#include "tests/exchange/answers.h"
#include "tests/exchange/fetch.h"
#include "tests/exchange/manual_clock.h"
#include "tests/support/http/scripted_server.h"

namespace backlinks::exchange::testing_exchange {
namespace {

namespace asio = boost::asio;
using testing_http::Script;
using testing_http::ScriptedServer;

constexpr size_t kPages = 30;
constexpr absl::Duration kWindow = absl::Hours(1);  // No timer ends in a test.

asio::awaitable<absl::Status> Fetch(HttpExchange& exchange,
                                    const HttpRequest& request) {
  int64_t attempts = 0;
  auto response =
      co_await exchange.Send(request, SteadyTime::InfiniteFuture(), attempts);
  if (!response.ok()) co_return response.status();
  while (true) {
    const auto piece = co_await (*response)->Read();
    if (!piece.ok() || piece->empty()) co_return piece.status();
  }
}

// One worker of a server, with its thread.
class Worker {
 public:
  Worker(uint16_t port, const std::shared_ptr<RateLimiter>& limiter) {
    auto beast = BeastExchange::Make(io_.get_executor(), Loopback(port));
    EXPECT_TRUE(beast.ok()) << beast.status();
    exchange_ =
        std::make_unique<RateLimitedExchange>(*std::move(beast), limiter);
    thread_ = std::thread([this] { io_.run(); });
  }
  ~Worker() {
    io_.stop();
    thread_.join();
  }
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  // Returns when each of these requests has its permit or waits for it.
  void Start(const std::string& caller, const std::string& target,
             size_t count) {
    for (size_t i = 0; i < count; ++i) {
      HttpRequest& request = requests_.emplace_back();
      request.caller = caller;
      request.target = Secret(target);
      results_.push_back(
          asio::co_spawn(io_, Fetch(*exchange_, request), asio::use_future));
    }
    asio::post(io_, asio::use_future).wait();
  }

  void ExpectAllSucceed() {
    for (std::future<absl::Status>& result : results_) {
      ASSERT_EQ(result.wait_for(std::chrono::seconds(30)),
                std::future_status::ready);
      EXPECT_EQ(result.get(), absl::OkStatus());
    }
  }

 private:
  asio::io_context io_{1};
  asio::executor_work_guard<asio::io_context::executor_type> guard_{
      io_.get_executor()};
  std::unique_ptr<HttpExchange> exchange_;
  std::deque<HttpRequest> requests_;
  std::vector<std::future<absl::Status>> results_;
  std::thread thread_;
};

// More connections than needed, and more answers on each.
std::vector<Script> ManyAnswers() {
  Script script;
  for (size_t i = 0; i < 2 * kPages; ++i) {
    script.push_back(testing_http::Request());
    script.push_back(testing_http::Send(Answer("ok")));
  }
  return std::vector<Script>(2 * kPages, script);
}

// The requests, when there are as many.
std::vector<std::string> WaitForRequests(const ScriptedServer& server,
                                         size_t count) {
  const absl::Time end = absl::Now() + absl::Seconds(30);
  while (server.requests().size() < count && absl::Now() < end) {
    absl::SleepFor(absl::Milliseconds(1));
  }
  return server.requests();
}

TEST(FairExchange, SendsTheOnePageAfterOneOfTheThirty) {
  ScriptedServer server(ManyAnswers());
  ManualClock clock;
  const auto limiter = clock.MakeLimiter({.requests = 1, .window = kWindow});
  Worker many(server.port(), limiter);
  Worker one(server.port(), limiter);
  many.Start("nightly-report", "/many", kPages);
  ASSERT_EQ(WaitForRequests(server, 1).size(), 1u);
  one.Start("seo-dashboard", "/one", 1);
  std::vector<std::string> sent;
  for (size_t count = 2; count <= kPages + 1; ++count) {
    clock.Advance(kWindow);
    // Whoever asks lets the limiter grant what is due.
    PermitRequest(limiter, "another").Wait();
    sent = WaitForRequests(server, count);
    ASSERT_EQ(sent.size(), count);
  }
  many.ExpectAllSucceed();
  one.ExpectAllSucceed();
  EXPECT_TRUE(absl::StartsWith(sent[1], "GET /many ")) << sent[1];
  EXPECT_TRUE(absl::StartsWith(sent[2], "GET /one ")) << sent[2];
  for (const std::string& request : sent) {
    EXPECT_FALSE(absl::StrContains(request, "nightly-report")) << request;
    EXPECT_FALSE(absl::StrContains(request, "seo-dashboard")) << request;
  }
}

// A worker that ends while its requests wait must not harm the others.
TEST(FairExchange, LosesNoPermitToAWorkerThatEnds) {
  ScriptedServer server(ManyAnswers());
  ManualClock clock;
  auto limiter = clock.MakeLimiter({.requests = 1, .window = kWindow});
  PermitRequest(limiter, "another").Wait();
  Worker stays(server.port(), limiter);
  auto ends = std::make_unique<Worker>(server.port(), limiter);
  ends->Start("nightly-report", "/many", 3);
  stays.Start("seo-dashboard", "/one", 1);
  ends.reset();
  clock.Advance(kWindow);
  PermitRequest(limiter, "another").Wait();
  EXPECT_EQ(WaitForRequests(server, 1).size(), 1u);
  stays.ExpectAllSucceed();
}

}  // namespace
}  // namespace backlinks::exchange::testing_exchange
