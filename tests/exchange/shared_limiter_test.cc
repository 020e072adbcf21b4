// The rate limiter with a rate that it shares with other servers.
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "service/exchange/rate_limiter.h"
#include "tests/exchange/fake_shared_rate.h"
#include "tests/exchange/manual_clock.h"

namespace backlinks::exchange::testing_exchange {
namespace {

using Permit = std::unique_ptr<PermitRequest>;

constexpr absl::Duration kGranted = absl::ZeroDuration();
constexpr absl::Duration kAnswerTime = SharedTokens::kAnswerTime;
constexpr absl::Duration kTick = absl::Milliseconds(1);

absl::Status Away() { return absl::UnavailableError("nobody is there"); }

class SharedLimiterTest : public testing::Test {
 protected:
  // They would keep the limiter, and with it the rate.
  void TearDown() override { rate_->Forget(); }

  void Limit(int64_t requests) {
    limit_.requests = requests;
    limiter_ = std::make_shared<RateLimiter>(
        limit_, [this] { return clock_.Now(); }, rate_);
  }
  Permit Ask(const std::string& caller = "") {
    return std::make_unique<PermitRequest>(limiter_, caller);
  }
  // One that notes its name when it is woken.
  Permit AskAs(const std::string& name, const std::string& caller) {
    Permit permit = Ask(caller);
    permit->OnSooner([this, name] { woken_.push_back(name); });
    return permit;
  }
  // Asks as long as one has to, and returns the permit when it is granted.
  Permit Take() {
    Permit permit = Ask();
    if (permit->Wait() > kGranted) rate_->Grant();
    EXPECT_EQ(permit->Wait(), kGranted);
    return permit;
  }
  absl::Duration life() const { return TokenLife(limit_); }
  absl::Duration interval() const { return SharedBucketOf(limit_).interval(); }

  ManualClock clock_;
  RateLimit limit_;
  const std::shared_ptr<FakeSharedRate> rate_ =
      std::make_shared<FakeSharedRate>();
  std::shared_ptr<RateLimiter> limiter_;
  std::vector<std::string> woken_;
};

TEST_F(SharedLimiterTest, AsksForOneTokenAtATime) {
  Limit(60);
  const Permit first = AskAs("first", "");
  const Permit second = AskAs("second", "");
  EXPECT_EQ(rate_->open(), 0u);
  EXPECT_EQ(first->Wait(), kAnswerTime);
  EXPECT_EQ(second->Wait(), kAnswerTime);
  EXPECT_EQ(rate_->open(), 1u);
  woken_.clear();
  rate_->Grant();
  EXPECT_EQ(woken_, (std::vector<std::string>{"first", "second"}));
  EXPECT_EQ(second->Wait(), kAnswerTime);
  EXPECT_EQ(first->Wait(), kGranted);
  EXPECT_EQ(rate_->open(), 1u);
  rate_->Grant();
  EXPECT_EQ(second->Wait(), kGranted);
  EXPECT_EQ(rate_->open(), 0u);
}

TEST_F(SharedLimiterTest, GivesEachCallerATurn) {
  Limit(60);
  std::vector<std::pair<std::string, Permit>> waiting;
  waiting.reserve(6);
  for (int i = 0; i < 5; ++i) waiting.emplace_back("many", Ask("many"));
  waiting.emplace_back("one", Ask("one"));
  std::string order;
  while (!waiting.empty()) {
    for (const auto& [name, permit] : waiting) permit->Wait();
    rate_->Grant();
    std::erase_if(waiting, [&](const auto& one) {
      if (one.second->Wait() > kGranted) return false;
      order += one.first + " ";
      return true;
    });
  }
  EXPECT_EQ(order, "many one many many many many ");
}

TEST_F(SharedLimiterTest, GivesTheTokenToWhoeverIsTheNextThen) {
  Limit(60);
  Permit first = Ask("a");
  const Permit second = AskAs("second", "b");
  EXPECT_EQ(first->Wait(), kAnswerTime);
  first.reset();
  EXPECT_EQ(woken_, std::vector<std::string>{"second"});
  EXPECT_EQ(second->Wait(), kAnswerTime);
  EXPECT_EQ(rate_->open(), 1u);
  rate_->Grant();
  EXPECT_EQ(second->Wait(), kGranted);
}

TEST_F(SharedLimiterTest, WaitsAsLongAsTheSharedRateWants) {
  Limit(12);
  const Permit first = AskAs("first", "");
  const Permit second = Ask();
  first->Wait();
  woken_.clear();
  rate_->Answer(absl::Seconds(5));
  EXPECT_EQ(woken_, std::vector<std::string>{"first"});
  EXPECT_EQ(first->Wait(), absl::Seconds(5));
  EXPECT_EQ(second->Wait(), absl::Seconds(5) + interval());
  clock_.Advance(absl::Seconds(5) - kTick);
  EXPECT_EQ(first->Wait(), kTick);
  EXPECT_EQ(rate_->open(), 0u);
  clock_.Advance(kTick);
  EXPECT_EQ(first->Wait(), kAnswerTime);
  // Another server was faster.
  rate_->Answer(absl::Seconds(3));
  EXPECT_EQ(first->Wait(), absl::Seconds(3));
}

TEST_F(SharedLimiterTest, ExpectsTheTokensOfAFullBucket) {
  Limit(30);
  std::vector<Permit> permits(5);
  for (Permit& permit : permits) permit = Ask();
  for (const Permit& permit : permits) EXPECT_EQ(permit->Wait(), kAnswerTime);
  for (int i = 0; i < 3; ++i) {
    rate_->Grant();
    EXPECT_EQ(permits[i]->Wait(), kGranted);
  }
  EXPECT_EQ(permits[3]->Wait(), kAnswerTime);
  EXPECT_EQ(permits[4]->Wait(), 2 * interval());
}

TEST_F(SharedLimiterTest, KeepsATokenThatNobodyWants) {
  Limit(60);
  Ask()->Wait();
  EXPECT_EQ(rate_->open(), 1u);
  rate_->Grant();
  clock_.Advance(life() - kTick);
  EXPECT_EQ(Ask()->Wait(), kGranted);
  EXPECT_EQ(rate_->open(), 0u);
}

TEST_F(SharedLimiterTest, LosesATokenThatNobodyWantsInTime) {
  Limit(60);
  Ask()->Wait();
  rate_->Grant();
  clock_.Advance(life());
  EXPECT_EQ(Ask()->Wait(), kAnswerTime);
  EXPECT_EQ(rate_->open(), 1u);
}

TEST_F(SharedLimiterTest, GivesAReturnedPermitToTheNext) {
  Limit(60);
  const Permit first = Take();
  const Permit next = AskAs("next", "");
  EXPECT_EQ(next->Wait(), kAnswerTime);
  first->OnSent(0);
  EXPECT_EQ(woken_, std::vector<std::string>{"next"});
  EXPECT_EQ(next->Wait(), kGranted);
  // The token that was asked for remains.
  rate_->Grant();
  EXPECT_EQ(Ask()->Wait(), kGranted);
  EXPECT_EQ(rate_->open(), 0u);
}

TEST_F(SharedLimiterTest, UsesNoReturnedPermitThatIsTooOld) {
  Limit(60);
  const Permit first = Take();
  clock_.Advance(life());
  first->OnSent(0);
  EXPECT_EQ(Ask()->Wait(), kAnswerTime);
}

TEST_F(SharedLimiterTest, PaysForARequestThatWasSentTwice) {
  Limit(60);
  Take()->OnSent(2);
  const Permit next = Ask();
  EXPECT_EQ(next->Wait(), kAnswerTime);
  rate_->Grant();
  EXPECT_EQ(next->Wait(), kAnswerTime);
  rate_->Grant();
  EXPECT_EQ(next->Wait(), kGranted);
}

TEST_F(SharedLimiterTest, OwesNothingAfterAWindow) {
  Limit(60);
  Take()->OnSent(3);
  clock_.Advance(limit_.window);
  Take();
}

TEST_F(SharedLimiterTest, AsksForNoTokenWhileItsOwnLimitIsReached) {
  Limit(2);
  Take();
  Take();
  const Permit next = Ask();
  EXPECT_GE(next->Wait(), absl::Minutes(1));
  EXPECT_EQ(rate_->open(), 0u);
  clock_.Advance(absl::Minutes(1));
  EXPECT_EQ(next->Wait(), kAnswerTime);
  EXPECT_EQ(rate_->open(), 1u);
}

TEST_F(SharedLimiterTest, SendsWithoutTokensWhileTheStateIsAway) {
  Limit(3);
  const Permit first = AskAs("first", "");
  const Permit second = AskAs("second", "");
  first->Wait();
  woken_.clear();
  rate_->Answer(Away());
  EXPECT_EQ(woken_, (std::vector<std::string>{"first", "second"}));
  EXPECT_EQ(first->Wait(), kGranted);
  EXPECT_EQ(second->Wait(), kGranted);
  EXPECT_EQ(Ask()->Wait(), kGranted);
  EXPECT_EQ(Ask()->Wait(), absl::Minutes(1));
  EXPECT_EQ(rate_->open(), 0u);
  EXPECT_EQ(rate_->available(), std::vector<bool>{false});
}

TEST_F(SharedLimiterTest, ComesBackByItself) {
  Limit(60);
  const Permit first = Ask();
  first->Wait();
  rate_->Answer(Away());
  clock_.Advance(life());
  EXPECT_EQ(Ask()->Wait(), kGranted);
  EXPECT_EQ(rate_->open(), 1u);
  rate_->Answer(Away());
  EXPECT_EQ(Ask()->Wait(), kGranted);
  EXPECT_EQ(rate_->open(), 0u);
  clock_.Advance(life());
  EXPECT_EQ(Ask()->Wait(), kGranted);
  rate_->Answer(absl::Seconds(4));
  EXPECT_EQ(rate_->available(), (std::vector<bool>{false, true}));
  const Permit next = Ask();
  EXPECT_EQ(next->Wait(), absl::Seconds(4));
  clock_.Advance(absl::Seconds(4));
  EXPECT_EQ(next->Wait(), kAnswerTime);
  rate_->Grant();
  EXPECT_EQ(next->Wait(), kGranted);
}

TEST_F(SharedLimiterTest, WaitsForNoAnswerLongerThanATokenIsGood) {
  Limit(60);
  const Permit first = Ask();
  EXPECT_EQ(first->Wait(), kAnswerTime);
  clock_.Advance(life() - kTick);
  EXPECT_EQ(first->Wait(), kAnswerTime);
  clock_.Advance(kTick);
  EXPECT_EQ(first->Wait(), kGranted);
  EXPECT_EQ(rate_->available(), std::vector<bool>{false});
  // The answer comes too late to be used.
  rate_->Grant();
  EXPECT_EQ(rate_->available(), std::vector<bool>{false});
  EXPECT_EQ(Ask()->Wait(), kGranted);
  EXPECT_EQ(rate_->open(), 0u);
  clock_.Advance(life());
  EXPECT_EQ(Ask()->Wait(), kGranted);
  rate_->Grant();
  EXPECT_EQ(rate_->available(), (std::vector<bool>{false, true}));
  EXPECT_EQ(Ask()->Wait(), kGranted);
  EXPECT_EQ(Ask()->Wait(), kAnswerTime);
}

TEST_F(SharedLimiterTest, IsKeptByAnOpenQuestion) {
  Limit(60);
  Ask()->Wait();
  limiter_.reset();
  rate_->Grant();
}

}  // namespace
}  // namespace backlinks::exchange::testing_exchange
