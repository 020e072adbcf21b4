// What ObservedExchange notes in a request, without a network.
#include "service/exchange/observed_exchange.h"

#include <memory>
#include <vector>

#include "gtest/gtest.h"
#include "service/exchange/retrying_exchange.h"
#include "tests/exchange/fetch.h"
#include "tests/exchange/recording_observer.h"
#include "tests/exchange/scripted_exchange.h"

namespace backlinks::exchange::testing_exchange {
namespace {

boost::asio::awaitable<void> Send(HttpExchange& exchange,
                                  const HttpRequest& request) {
  int64_t attempts = 5;
  (co_await exchange.Send(request, SteadyTime::InfiniteFuture(), attempts))
      .IgnoreError();
}

class ObservedExchangeTest : public ::testing::Test {
 protected:
  ObservedExchangeTest() {
    RetryOptions quick;
    quick.failure.backoff.first = absl::Milliseconds(1);
    fetcher_.Wrap([&](std::unique_ptr<HttpExchange>) {
      auto scripted = std::make_unique<ScriptedExchange>(
          std::vector<Reply>{{.http_status = 0, .sent = 0},
                             {.http_status = 503},
                             {.http_status = 200, .sent = 2}},
          sends_);
      auto observed =
          std::make_unique<ObservedExchange>(std::move(scripted), observer_);
      return std::make_unique<RetryingExchange>(std::move(observed), quick);
    });
  }

  int sends_ = 0;
  RecordingObserver observer_;
  Fetcher fetcher_{Loopback(1)};
};

TEST_F(ObservedExchangeTest, RecordsEveryAttempt) {
  std::vector<HttpAttempt> attempts;
  HttpRequest request;
  request.attempts = &attempts;
  fetcher_.Run(Send(fetcher_.exchange(), request));
  ASSERT_EQ(attempts.size(), 3u);
  EXPECT_EQ(attempts[0].sent, 0);
  EXPECT_EQ(attempts[0].http_status, 0);
  EXPECT_EQ(GetReason(attempts[0].error), Reason::kUpstreamUnavailable);
  EXPECT_EQ(attempts[1].sent, 1);
  EXPECT_EQ(attempts[1].http_status, 503);
  EXPECT_TRUE(attempts[1].error.ok());
  EXPECT_EQ(attempts[2].sent, 2);
  EXPECT_EQ(attempts[2].http_status, 200);
  EXPECT_GE(attempts[1].duration, absl::ZeroDuration());
  EXPECT_LE(attempts[1].began + attempts[1].duration, attempts[2].began);
}

TEST_F(ObservedExchangeTest, RecordsNothingByDefault) {
  const HttpRequest request;
  fetcher_.Run(Send(fetcher_.exchange(), request));
  EXPECT_EQ(observer_.statuses, (std::vector<int>{0, 503, 200}));
}

TEST(ObservedExchangeCancelTest, DoesNotReportACancelledRequest) {
  int sends = 0;
  RecordingObserver observer;
  Fetcher fetcher(Loopback(1));
  fetcher.Wrap([&](std::unique_ptr<HttpExchange>) {
    return std::make_unique<ObservedExchange>(
        std::make_unique<ScriptedExchange>(
            std::vector<Reply>{{.cancelled = true}}, sends),
        observer);
  });
  std::vector<HttpAttempt> attempts;
  HttpRequest request;
  request.attempts = &attempts;
  fetcher.Run(Send(fetcher.exchange(), request));
  EXPECT_TRUE(observer.statuses.empty());
  ASSERT_EQ(attempts.size(), 1u);
  EXPECT_EQ(GetReason(attempts[0].error), Reason::kCancelled);
}

}  // namespace
}  // namespace backlinks::exchange::testing_exchange
