// What a stream reserves and pays.
#include <memory>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/stream/fake_payment.h"
#include "tests/stream/streamer_fixture.h"

namespace backlinks::stream {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing_fakes::Answer;
using testing_fakes::Fail;
using testing_fakes::FakeAccount;
using testing_fakes::FakePayment;
using testing_fakes::PageOf;
using testing_fakes::Piece;
using testing_fakes::Range;

// A request costs 1,000, and each row 200.
class PaidStreamTest : public testing_fakes::RefpageStreamerTest {
 protected:
  PaidStreamTest() {
    make_payment_ = [this](const PagePrice& price) {
      return std::make_shared<FakePayment>(account_, price);
    };
  }

  FakeAccount account_;
};

TEST_F(PaidStreamTest, ReservesTheMaximumAndSettlesTheRows) {
  exchange_.script = {Answer(PageOf(0, 300))};
  EXPECT_TRUE(Run().ok());
  EXPECT_THAT(account_.reserved, ElementsAre(201'000));
  EXPECT_THAT(account_.settled, ElementsAre(61'000));
}

TEST_F(PaidStreamTest, WithoutBudgetForItsFirstRequestTheCallFails) {
  account_.limit = 200'999;
  const absl::Status status = Run();
  EXPECT_EQ(GetReason(status), Reason::kCallerBudget);
  EXPECT_THAT(exchange_.targets, IsEmpty());
}

TEST_F(PaidStreamTest, LaterTheStreamEndsAtItsPriceWithAToken) {
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

TEST_F(PaidStreamTest, TheTokenContinuesAfterTheLastRow) {
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

TEST_F(PaidStreamTest, AnUnavailableStateFailsTheCallBeforeTheRequest) {
  account_.error = MakeError(Reason::kStateUnavailable, "away");
  EXPECT_EQ(GetReason(Run()), Reason::kStateUnavailable);
  EXPECT_THAT(exchange_.targets, IsEmpty());
}

TEST_F(PaidStreamTest, AnInterruptedPageIsPaidAndReservedAgain) {
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
}

TEST_F(PaidStreamTest, AnErrorCostsNothing) {
  exchange_.script = {Answer(R"({"error":"table is not known"})")};
  EXPECT_EQ(GetReason(Run()), Reason::kUpstreamRejected);
  EXPECT_THAT(account_.settled, ElementsAre(0));
  EXPECT_EQ(record_.price, 0);
}

TEST_F(PaidStreamTest, TheHeadTellsThePriceOfRowsThatNobodyReads) {
  plan_.row_limit = 200;
  options_.max_resumes = 0;
  exchange_.script = {
      {{200, {{"x-results-count", "150"}}},
       {Piece(PageOf(0, 10).substr(0, 100)),
        Fail(MakeError(Reason::kUpstreamUnavailable, "reset"))}}};
  EXPECT_FALSE(Run().ok());
  EXPECT_THAT(account_.settled, ElementsAre(31'000));
}

TEST_F(PaidStreamTest, APageFromTheCacheNeedsNoBudget) {
  plan_.max_cache_age = absl::Hours(1);
  plan_.row_limit = 150;
  plan_.page_rows = 100;
  account_.limit = 0;
  exchange_.script = {Answer(PageOf(0, 100))};
  exchange_.script[0].cached_at = absl::UnixEpoch();
  // The fixture pays for each request, so it is the second one that fails.
  make_payment_ = [this, requests = 0](const PagePrice& price) mutable
      -> std::shared_ptr<exchange::RequestPayment> {
    if (requests++ == 0) return nullptr;
    return std::make_shared<FakePayment>(account_, price);
  };
  EXPECT_TRUE(Run().ok());
  EXPECT_EQ(Ranks(), Range(0, 100));
  EXPECT_EQ(Summary().end_reason(), v1::END_REASON_PRICE);
  EXPECT_EQ(Summary().computed_price().milli_amount(), 0);
  EXPECT_EQ(Summary().saved_price().milli_amount(), 21'000);
}

TEST_F(PaidStreamTest, AFreePlanReservesNothing) {
  plan_.nothing = true;
  EXPECT_TRUE(Run().ok());
  EXPECT_THAT(account_.reserved, IsEmpty());
}

}  // namespace
}  // namespace backlinks::stream
