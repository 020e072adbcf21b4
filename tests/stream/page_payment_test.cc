#include "service/stream/page_payment.h"

#include <string>
#include <vector>

#include "boost/asio/co_spawn.hpp"
#include "boost/asio/detached.hpp"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/stream/fake_reserver.h"
#include "tests/stream/streamer_fixture.h"

namespace backlinks::stream {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing_fakes::Answer;
using testing_fakes::Fail;
using testing_fakes::FakeReserver;
using testing_fakes::PageOf;
using testing_fakes::Piece;
using testing_fakes::Range;

HttpAttempt Attempt(int64_t sent, int http_status) {
  HttpAttempt attempt;
  attempt.sent = sent;
  attempt.http_status = http_status;
  return attempt;
}

// A request costs 1,000, and each row 200.
class PagePaymentTest : public testing_fakes::RefpageStreamerTest {
 protected:
  PagePaymentTest() { reserver_ = &account_; }

  // What is settled for a page of 2,000 after these attempts.
  MilliPrice Settled(const std::vector<HttpAttempt>& attempts,
                     MilliPrice page_price) {
    PagePayment payment(&account_);
    boost::asio::co_spawn(io_, payment.Reserve(2000), boost::asio::detached);
    io_.run();
    payment.OnAttempts(attempts);
    payment.Settle(page_price);
    return account_.spent;
  }

  FakeReserver account_;
};

TEST_F(PagePaymentTest, AnAnsweredRequestCostsItsPage) {
  EXPECT_EQ(Settled({Attempt(1, 200)}, 700), 700);
}

TEST_F(PagePaymentTest, ARequestWithoutResponseCostsItsMaximum) {
  EXPECT_EQ(Settled({Attempt(1, 0)}, 0), 2000);
}

TEST_F(PagePaymentTest, SoDoesEachOneThatWasRepeated) {
  EXPECT_EQ(Settled({Attempt(1, 0), Attempt(1, 0), Attempt(1, 200)}, 700),
            4700);
}

TEST_F(PagePaymentTest, ARequestThatWasRejectedOrNotSentCostsNothing) {
  EXPECT_EQ(Settled({Attempt(1, 503), Attempt(0, 0)}, 0), 0);
}

TEST_F(PagePaymentTest, ReservesTheMaximumAndSettlesTheRows) {
  exchange_.script = {Answer(PageOf(0, 300))};
  EXPECT_TRUE(Run().ok());
  EXPECT_THAT(account_.reserved, ElementsAre(201'000));
  EXPECT_THAT(account_.settled, ElementsAre(61'000));
}

TEST_F(PagePaymentTest, WithoutBudgetForItsFirstRequestTheCallFails) {
  account_.limit = 200'999;
  const absl::Status status = Run();
  EXPECT_EQ(GetReason(status), Reason::kCallerBudget);
  EXPECT_THAT(exchange_.targets, IsEmpty());
  EXPECT_FALSE(account_.open);
}

TEST_F(PagePaymentTest, LaterTheStreamEndsAtItsPriceWithAToken) {
  plan_.row_limit = 300;
  plan_.page_rows = 100;
  account_.limit = 60'000;
  exchange_.script = {Answer(PageOf(0, 100)), Answer(PageOf(100, 200))};
  EXPECT_TRUE(Run().ok());
  EXPECT_EQ(Ranks(), Range(0, 200));
  EXPECT_EQ(Summary().end_reason(), v1::END_REASON_PRICE);
  EXPECT_EQ(CursorOf(writer_.messages.back()).scanned, 200);
  EXPECT_THAT(account_.settled, ElementsAre(21'000, 21'000));
}

TEST_F(PagePaymentTest, TheTokenContinuesAfterTheLastRow) {
  plan_.row_limit = 300;
  plan_.page_rows = 100;
  account_.limit = 30'000;
  exchange_.script = {Answer(PageOf(0, 100))};
  EXPECT_TRUE(Run().ok());
  EXPECT_EQ(Ranks(), Range(0, 100));
  const Cursor end = cursor_;
  Restart();
  cursor_ = end;
  account_.limit.reset();
  // The first page of a call that resumes begins with the last row.
  exchange_.script = {Answer(PageOf(99, 199)), Answer(PageOf(199, 299)),
                      Answer(PageOf(299, 300))};
  EXPECT_TRUE(Run().ok());
  EXPECT_EQ(Ranks(), Range(100, 300));
}

TEST_F(PagePaymentTest, AnUnavailableStateFailsTheCallBeforeTheRequest) {
  account_.error = MakeError(Reason::kStateUnavailable, "away");
  EXPECT_EQ(GetReason(Run()), Reason::kStateUnavailable);
  EXPECT_THAT(exchange_.targets, IsEmpty());
}

TEST_F(PagePaymentTest, AnInterruptedPageIsPaidAndReservedAgain) {
  plan_.row_limit = 200;
  plan_.page_rows = 200;
  const std::string page = PageOf(0, 200);
  exchange_.script = {
      {{200, {}},
       {Piece(page.substr(0, page.size() / 2)),
        Fail(MakeError(Reason::kUpstreamUnavailable, "reset"))}},
      Answer(PageOf(0, 200))};
  exchange_.script.back().body = {Piece(PageOf(98, 200))};
  Run().IgnoreError();
  ASSERT_EQ(account_.settled.size(), 2);
  EXPECT_EQ(account_.settled.front(), 41'000);
  EXPECT_FALSE(account_.open);
}

TEST_F(PagePaymentTest, AFreePlanReservesNothing) {
  plan_.nothing = true;
  EXPECT_TRUE(Run().ok());
  EXPECT_THAT(account_.reserved, IsEmpty());
}

}  // namespace
}  // namespace backlinks::stream
