#include "service/exchange/rate_limiter.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/exchange/manual_clock.h"

namespace backlinks::exchange::testing_exchange {
namespace {

using Permit = std::unique_ptr<PermitRequest>;

class RateLimiterTest : public testing::Test {
 protected:
  void Limit(int64_t requests) {
    limiter_ = clock_.MakeLimiter({.requests = requests});
  }
  Permit Ask(const std::string& caller = "") {
    return std::make_unique<PermitRequest>(limiter_, caller);
  }
  std::vector<Permit> AskOften(int count, const std::string& caller = "") {
    std::vector<Permit> permits;
    permits.reserve(count);
    for (int i = 0; i < count; ++i) permits.push_back(Ask(caller));
    return permits;
  }
  static std::vector<absl::Duration> Waits(const std::vector<Permit>& permits) {
    std::vector<absl::Duration> waits;
    waits.reserve(permits.size());
    for (const Permit& permit : permits) waits.push_back(permit->Wait());
    return waits;
  }
  // The wait of one that would come now.
  absl::Duration WaitOfNext(const std::string& caller = "") {
    return Ask(caller)->Wait();
  }
  // Takes one permit that is due.
  void Take() { EXPECT_EQ(Ask()->Wait(), absl::ZeroDuration()); }

  ManualClock clock_;
  std::shared_ptr<RateLimiter> limiter_;
};

TEST_F(RateLimiterTest, GrantsAllPermitsOfAWindowAtOnce) {
  Limit(3);
  const std::vector<Permit> permits = AskOften(7);
  EXPECT_EQ(Waits(permits),
            (std::vector<absl::Duration>{
                absl::ZeroDuration(), absl::ZeroDuration(),
                absl::ZeroDuration(), absl::Minutes(1), absl::Minutes(1),
                absl::Minutes(1), absl::Minutes(2)}));
}

TEST_F(RateLimiterTest, LimitsEveryWindow) {
  Limit(2);
  Take();
  clock_.Advance(absl::Seconds(59));
  Take();
  clock_.Advance(absl::Milliseconds(999));
  const std::vector<Permit> permits = AskOften(2);
  // The next one is a window after the second one, not after the third.
  EXPECT_EQ(Waits(permits),
            (std::vector<absl::Duration>{absl::Milliseconds(1),
                                         absl::Milliseconds(59'001)}));
}

TEST_F(RateLimiterTest, ForgetsWhatAWindowHasPassed) {
  Limit(1);
  for (int i = 0; i < 5; ++i) {
    Take();
    clock_.Advance(absl::Minutes(1));
  }
}

TEST_F(RateLimiterTest, LetsACallerWithOnePagePassOneWithMany) {
  Limit(1);
  Take();
  const std::vector<Permit> many = AskOften(1000, "many");
  const Permit one = Ask("one");
  EXPECT_EQ(many[0]->Wait(), absl::Minutes(1));
  EXPECT_EQ(one->Wait(), absl::Minutes(2));
  EXPECT_EQ(many[1]->Wait(), absl::Minutes(3));
  EXPECT_EQ(many[999]->Wait(), absl::Minutes(1001));
  clock_.Advance(absl::Minutes(1));
  EXPECT_EQ(many[0]->Wait(), absl::ZeroDuration());
  EXPECT_EQ(WaitOfNext("another"), absl::Minutes(3));
  clock_.Advance(absl::Minutes(1));
  // Whoever asks: it is the turn of the other.
  EXPECT_EQ(many[1]->Wait(), absl::Minutes(1));
  EXPECT_EQ(one->Wait(), absl::ZeroDuration());
}

TEST_F(RateLimiterTest, SharesOneTurnAmongThoseWithoutAName) {
  Limit(1);
  Take();
  const std::vector<Permit> nameless = AskOften(10);
  const Permit named = Ask("named");
  EXPECT_EQ(named->Wait(), absl::Minutes(2));
  EXPECT_EQ(nameless[9]->Wait(), absl::Minutes(11));
}

TEST_F(RateLimiterTest, LeavesNoTraceOfARequestThatLeaves) {
  Limit(1);
  Take();
  std::vector<Permit> permits = AskOften(3, "a");
  const Permit other = Ask("b");
  EXPECT_EQ(other->Wait(), absl::Minutes(2));
  permits[0].reset();
  permits[1].reset();
  EXPECT_EQ(permits[2]->Wait(), absl::Minutes(1));
  EXPECT_EQ(other->Wait(), absl::Minutes(2));
  permits[2].reset();
  EXPECT_EQ(other->Wait(), absl::Minutes(1));
}

struct Woken {
  std::vector<std::string> names;
  std::function<void()> Note(const std::string& name) {
    return [this, name] { names.push_back(name); };
  }
};

TEST_F(RateLimiterTest, WakesTheNextRequestOnly) {
  Limit(1);
  Take();
  Woken woken;
  std::vector<Permit> permits = AskOften(3);
  permits[0]->OnSooner(woken.Note("0"));
  permits[1]->OnSooner(woken.Note("1"));
  permits[2]->OnSooner(woken.Note("2"));
  Waits(permits);
  EXPECT_TRUE(woken.names.empty());
  permits[0].reset();
  EXPECT_EQ(woken.names, std::vector<std::string>{"1"});
  clock_.Advance(absl::Minutes(1));
  EXPECT_EQ(permits[1]->Wait(), absl::ZeroDuration());
  EXPECT_EQ(woken.names, (std::vector<std::string>{"1", "2"}));
}

TEST_F(RateLimiterTest, WakesWhomItGrantsAPermitForAnother) {
  Limit(1);
  Take();
  Woken woken;
  Permit first = Ask();
  first->OnSooner(woken.Note("first"));
  EXPECT_EQ(first->Wait(), absl::Minutes(1));
  const Permit second = Ask();
  clock_.Advance(absl::Minutes(1));
  EXPECT_EQ(second->Wait(), absl::Minutes(1));
  EXPECT_EQ(woken.names, std::vector<std::string>{"first"});
  // It leaves before it knows: others get the permit.
  first.reset();
  EXPECT_EQ(second->Wait(), absl::ZeroDuration());
}

struct SentCase {
  const char* name;
  int64_t sent;
  int left;  // Of three permits.
};

class SentPermit : public RateLimiterTest,
                   public testing::WithParamInterface<SentCase> {};

TEST_P(SentPermit, CountsRequestsThatWereSent) {
  Limit(3);
  const Permit permit = Ask();
  EXPECT_EQ(permit->Wait(), absl::ZeroDuration());
  permit->OnSent(GetParam().sent);
  const std::vector<Permit> permits = AskOften(4);
  int left = 0;
  for (const absl::Duration wait : Waits(permits)) {
    if (wait == absl::ZeroDuration()) ++left;
  }
  EXPECT_EQ(left, GetParam().left);
}

INSTANTIATE_TEST_SUITE_P(All, SentPermit,
                         testing::Values(SentCase{"Never", 0, 3},
                                         SentCase{"Once", 1, 2},
                                         SentCase{"Twice", 2, 1},
                                         SentCase{"BeyondTheLimit", 5, 0}),
                         [](const auto& info) { return info.param.name; });

TEST_F(RateLimiterTest, GrantsAReturnedPermitToTheNext) {
  Limit(1);
  const Permit first = Ask();
  EXPECT_EQ(first->Wait(), absl::ZeroDuration());
  Woken woken;
  const Permit second = Ask();
  second->OnSooner(woken.Note("second"));
  EXPECT_EQ(second->Wait(), absl::Minutes(1));
  first->OnSent(0);
  EXPECT_EQ(woken.names, std::vector<std::string>{"second"});
  EXPECT_EQ(second->Wait(), absl::ZeroDuration());
  // One that has passed long ago is nobody's.
  clock_.Advance(absl::Hours(1));
  Take();
  second->OnSent(0);
  EXPECT_EQ(WaitOfNext(), absl::Minutes(1));
}

}  // namespace
}  // namespace backlinks::exchange::testing_exchange
