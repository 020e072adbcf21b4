// A client that is gone, or reads nothing, while a request of its stream waits.
#include <memory>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/common/status/status.h"
#include "service/exchange/rate_limited_exchange.h"
#include "service/exchange/retrying_exchange.h"
#include "tests/stream/fake_payment.h"
#include "tests/stream/streamer_fixture.h"

namespace backlinks::stream {
namespace {

using testing::ElementsAre;
using testing::SizeIs;
using testing_fakes::Answer;
using testing_fakes::FakeAccount;
using testing_fakes::FakePayment;
using testing_fakes::ForwardingExchange;
using testing_fakes::PageOf;

// The client receives the rows of the first page, and then nothing more. The
// next message is due while the second request waits.
class GoneClientTest : public testing_fakes::RefpageStreamerTest {
 protected:
  GoneClientTest() {
    plan_.row_limit = 20;
    plan_.page_rows = 10;
    options_.sender.heartbeat = absl::Milliseconds(50);
    options_.sender.max_batch_age = absl::Milliseconds(10);
    writer_.gone_after = 2;
    exchange_.script = {Answer(PageOf(0, 10)), Answer(PageOf(10, 20))};
    make_payment_ = [this](const PagePrice& price) {
      return std::make_shared<FakePayment>(account_, price);
    };
  }

  // Between the payment and the upstream: one request in a second.
  void LimitRate() {
    auto limited = std::make_unique<exchange::RateLimitedExchange>(
        std::make_unique<ForwardingExchange>(exchange_), limiter_);
    paid_ = std::make_unique<exchange::PaidExchange>(std::move(limited));
    top_exchange_ = paid_.get();
  }

  std::shared_ptr<exchange::RateLimiter> limiter_ =
      std::make_shared<exchange::RateLimiter>(
          exchange::RateLimit{.requests = 1, .window = kWindow});
  std::unique_ptr<exchange::HttpExchange> paid_;
  FakeAccount account_;
  static constexpr absl::Duration kWindow = absl::Seconds(1);
};

TEST_F(GoneClientTest, ARequestThatWaitsForTheRateIsNeitherSentNorPaid) {
  LimitRate();
  const SteadyTime start = SteadyTime::Now();
  EXPECT_EQ(GetReason(Run()), Reason::kCancelled);
  EXPECT_LT(SteadyTime::Now() - start, kWindow);
  EXPECT_THAT(exchange_.targets, SizeIs(1));
  EXPECT_THAT(account_.settled, ElementsAre(3'000, 0));
}

TEST_F(GoneClientTest, AStalledClientEndsTheWaitForTheRate) {
  LimitRate();
  writer_.stalls = true;
  EXPECT_EQ(GetReason(Run()), Reason::kClientStalled);
  EXPECT_THAT(exchange_.targets, SizeIs(1));
  EXPECT_THAT(account_.settled, ElementsAre(3'000, 0));
}

TEST_F(GoneClientTest, AStallIsNoticedWithoutAMessageToWrite) {
  LimitRate();
  options_.sender.heartbeat = absl::Hours(1);
  writer_.gone_while_waiting = true;
  writer_.stalls = true;
  plan_.row_limit = 2;
  plan_.page_rows = 1;
  exchange_.script = {Answer(PageOf(0, 1)), Answer(PageOf(1, 2))};
  EXPECT_EQ(GetReason(Run()), Reason::kClientStalled);
  EXPECT_THAT(exchange_.targets, SizeIs(1));
}

TEST_F(GoneClientTest, ARequestThatWaitsForItsRetryIsNotSentAgain) {
  exchange_.script = {
      Answer(PageOf(0, 10)), {{503, {}}, {}}, Answer(PageOf(10, 20))};
  exchange::RetryOptions retry;
  retry.failure.backoff = {.first = kWindow, .max = kWindow, .jitter = 0};
  exchange::RetryingExchange retrying(
      std::make_unique<ForwardingExchange>(paid_exchange_), retry);
  top_exchange_ = &retrying;
  EXPECT_EQ(GetReason(Run()), Reason::kCancelled);
  EXPECT_THAT(exchange_.targets, SizeIs(2));
  EXPECT_THAT(account_.settled, ElementsAre(3'000, 0));
}

// The upstream may charge for the page.
TEST_F(GoneClientTest, ARequestOnTheWireIsReadUntilItsPriceIsKnown) {
  exchange_.on_wire_for = absl::Milliseconds(300);
  options_.sender.heartbeat = absl::Milliseconds(200);
  writer_.gone_after = 1;
  EXPECT_EQ(GetReason(Run()), Reason::kCancelled);
  EXPECT_THAT(exchange_.targets, SizeIs(1));
  EXPECT_EQ(record_.upstream_calls, 1);
  EXPECT_EQ(exchange_.open_responses, 0);
  EXPECT_THAT(account_.settled, SizeIs(1));
  EXPECT_GT(account_.spent, 0);
}

}  // namespace
}  // namespace backlinks::stream
