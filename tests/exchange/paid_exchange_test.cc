// How attempts are paid, without a network.
#include "service/exchange/paid_exchange.h"

#include <memory>
#include <optional>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/exchange/request_payment.h"
#include "service/exchange/retrying_exchange.h"
#include "tests/exchange/fetch.h"
#include "tests/exchange/scripted_exchange.h"

namespace backlinks::exchange::testing_exchange {
namespace {

using ::testing::ElementsAre;

constexpr MilliPrice kMax = 2000;

// Its responses cost as much as their status.
class Payment final : public RequestPayment {
 public:
  explicit Payment(std::vector<MilliPrice>& paid) : paid_(paid) {}
  ~Payment() override { Settle(); }

  boost::asio::awaitable<absl::Status> Reserve() override {
    Settle();
    if (left_-- == 0) co_return MakeError(Reason::kCallerBudget, "it is spent");
    price_ = kMax;
    co_return absl::OkStatus();
  }
  void OnHead(const ResponseHead& head) override { price_ = head.status; }
  void SetPrice(MilliPrice price) override { price_ = price; }
  void SetAttempts(int left) { left_ = left; }

 private:
  void Settle() {
    if (price_) paid_.push_back(*price_);
    price_.reset();
  }

  std::vector<MilliPrice>& paid_;
  std::optional<MilliPrice> price_;
  int left_ = 10;
};

class PaidExchangeTest : public ::testing::Test {
 protected:
  // Sends a request that gets these replies; it may be reserved `attempts`
  // times.
  absl::Status Send(const std::vector<Reply>& replies, int attempts = 10) {
    RetryOptions quick;
    quick.failure.backoff.first = absl::Milliseconds(1);
    fetcher_.Wrap([&](std::unique_ptr<HttpExchange>) {
      auto paid = std::make_unique<PaidExchange>(
          std::make_unique<ScriptedExchange>(replies, sends_));
      return std::make_unique<RetryingExchange>(std::move(paid), quick);
    });
    auto payment = std::make_shared<Payment>(paid_);
    payment->SetAttempts(attempts);
    HttpRequest request;
    request.payment = std::move(payment);
    absl::Status status;
    fetcher_.Run([](HttpExchange& exchange, const HttpRequest& sent,
                    absl::Status& result) -> boost::asio::awaitable<void> {
      int64_t count = 0;
      const auto response =
          co_await exchange.Send(sent, SteadyTime::InfiniteFuture(), count);
      result = response.status();
    }(fetcher_.exchange(), request, status));
    return status;
  }

  int sends_ = 0;
  std::vector<MilliPrice> paid_;
  Fetcher fetcher_{Loopback(1)};
};

TEST_F(PaidExchangeTest, AResponseCostsWhatItsHeadTells) {
  EXPECT_TRUE(Send({{.http_status = 200}}).ok());
  EXPECT_THAT(paid_, ElementsAre(200));
}

TEST_F(PaidExchangeTest, EachAttemptIsPaidByItself) {
  EXPECT_TRUE(Send({{.http_status = 503}, {.http_status = 200}}).ok());
  EXPECT_THAT(paid_, ElementsAre(503, 200));
}

TEST_F(PaidExchangeTest, ARequestWithoutResponseCostsItsMaximum) {
  EXPECT_TRUE(Send({{.http_status = 0}, {.http_status = 200}}).ok());
  EXPECT_THAT(paid_, ElementsAre(kMax, 200));
}

TEST_F(PaidExchangeTest, SoDoesOneThatWasCancelled) {
  EXPECT_FALSE(Send({{.cancelled = true}}).ok());
  EXPECT_THAT(paid_, ElementsAre(kMax));
}

TEST_F(PaidExchangeTest, WhatWasNotSentIsFree) {
  EXPECT_TRUE(Send({{.http_status = 0, .sent = 0}, {.http_status = 200}}).ok());
  EXPECT_THAT(paid_, ElementsAre(0, 200));
}

TEST_F(PaidExchangeTest, AnAttemptWithoutBudgetIsNotSent) {
  EXPECT_EQ(GetReason(Send({{.http_status = 503}}, 1)), Reason::kCallerBudget);
  EXPECT_EQ(sends_, 1);
  EXPECT_THAT(paid_, ElementsAre(503));
}

}  // namespace
}  // namespace backlinks::exchange::testing_exchange
