// Streams over a cache and an upstream whose rows change: whatever is cached,
// evicted or cut, the rows are those of one moment that is not too old, each
// once, and what is paid is what the upstream charges.
#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "service/cache/caching_exchange.h"
#include "service/common/status/status.h"
#include "service/stream/page_check.h"
#include "tests/stream/fake_payment.h"
#include "tests/stream/streamer_fixture.h"
#include "tests/support/random_source.h"
#include "tests/support/state/naive_state.h"
#include "tests/support/state/settable_clock.h"

namespace backlinks::stream::testing_fakes {
namespace {

using state::testing_state::NaiveState;
using testing_support::RandomSource;

constexpr int kStreams = 2000;
constexpr int64_t kRows = 60;  // At the beginning.

class CachedStreamPropertyTest : public RefpageStreamerTest {
 protected:
  CachedStreamPropertyTest() {
    Evict();
    make_payment_ = [this](const PagePrice& price) {
      return std::make_shared<FakePayment>(account_, price);
    };
    exchange_.answer = [this](const std::string& target) {
      return AnswerTo(target);
    };
  }

  // Begins with an empty cache.
  void Evict() {
    states_.push_back(
        std::make_unique<NaiveState>([this] { return clock_.Now(); }));
    cache::CacheOptions options;
    options.now = [this, start = SteadyTime::Now(), zero = clock_.Now()] {
      return cache::Moment{start + (clock_.Now() - zero), clock_.Now()};
    };
    options.is_good = MakePageCheck(*dialect_, {});
    caching_ = std::make_unique<cache::CachingExchange>(
        std::make_unique<ForwardingExchange>(paid_exchange_),
        std::make_shared<cache::PageCache>(*states_.back(), options));
    top_exchange_ = caching_.get();
  }

  // A row is inserted before the first one, so that all others move. Later than
  // what was answered before: a page may be exactly as old as allowed.
  void Change() {
    clock_.Advance(absl::Milliseconds(1));
    versions_.push_back(clock_.Now());
  }
  int64_t version() const { return static_cast<int64_t>(versions_.size()); }
  // The version of this time.
  int64_t VersionAt(absl::Time time) const {
    return std::upper_bound(versions_.begin(), versions_.end(), time) -
           versions_.begin();
  }

  ScriptedResponse AnswerTo(const std::string& target) {
    clock_.Advance(absl::Seconds(random_.Below(20)));
    if (changes_ && random_.Percent(8)) Change();
    const int64_t begin =
        std::min(NumberIn(target, "offset"), version() + kRows);
    const int64_t end =
        std::min(begin + NumberIn(target, "limit"), version() + kRows);
    const std::string body = PageOf(begin - version(), end - version());
    charged_ += 1000 + 200 * (end - begin);
    ScriptedResponse response{
        {200, {{"x-results-count", std::to_string(end - begin)}}}, {}};
    if (random_.Percent(10)) {
      const auto size = static_cast<int64_t>(body.size());
      response.body = {Piece(body.substr(0, 1 + random_.Below(size - 1))),
                       Fail(MakeError(Reason::kUpstreamUnavailable, "reset"))};
    } else {
      response.body = {Piece(body)};
    }
    return response;
  }

  // Returns whether the stream succeeded.
  bool RunStream() {
    Restart();
    plan_.row_limit = 1 + random_.Below(80);
    plan_.page_rows = 5 * (1 + random_.Below(2));
    plan_.max_cache_age = absl::Seconds(60 * random_.Below(4));
    // Fresh pages are not compared with each other.
    changes_ = *plan_.max_cache_age > absl::ZeroDuration();
    const int64_t oldest = VersionAt(clock_.Now() - *plan_.max_cache_age);
    const absl::Status status = Run();
    const std::vector<int64_t> ranks = Ranks();
    for (size_t i = 1; i < ranks.size(); ++i) {
      EXPECT_EQ(ranks[i], ranks[i - 1] + 1) << status;
    }
    if (!ranks.empty()) {
      EXPECT_LE(oldest, -ranks.front());
      EXPECT_LE(-ranks.front(), version());
    }
    EXPECT_EQ(account_.spent, charged_);
    if (!status.ok()) {
      const auto reason = GetReason(status);
      EXPECT_TRUE(reason == Reason::kRowsChanged ||
                  reason == Reason::kUpstreamUnavailable)
          << status;
      return false;
    }
    const auto wanted = std::min(*plan_.row_limit, kRows - ranks.front());
    EXPECT_EQ(static_cast<int64_t>(ranks.size()), wanted);
    saved_ += record_.saved_price;
    return true;
  }

  RandomSource random_{testing_support::PrintedSeed()};
  state::testing_state::SettableClock clock_;
  std::vector<std::unique_ptr<NaiveState>> states_;
  std::unique_ptr<cache::CachingExchange> caching_;
  FakeAccount account_;
  MilliPrice charged_ = 0;
  MilliPrice saved_ = 0;
  std::vector<absl::Time> versions_;  // When each began, but for the first.
  bool changes_ = false;
};

TEST_F(CachedStreamPropertyTest, RowsAreThoseOfOneMomentAndPaidOnce) {
  options_.max_resumes = 1;
  int succeeded = 0;
  for (int i = 0; i < kStreams && !HasFailure(); ++i) {
    clock_.Advance(absl::Seconds(random_.Below(40)));
    if (random_.Percent(3)) Evict();
    if (random_.Percent(10)) Change();
    if (RunStream()) ++succeeded;
  }
  EXPECT_GT(succeeded, kStreams / 3);
  EXPECT_GT(saved_, charged_ / 100);
}

}  // namespace
}  // namespace backlinks::stream::testing_fakes
