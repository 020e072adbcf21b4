// Identical requests at the same time in one process.
#include <deque>
#include <string>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "tests/cache/cache_fixture.h"

namespace backlinks::cache::testing_cache {
namespace {

class SingleFlightTest : public CacheFixture {
 protected:
  // Starts as many calls, and runs until all have ended.
  std::deque<Call> FinishAll(int count, absl::Duration max_age) {
    std::deque<Call> calls;
    for (int i = 0; i < count; ++i) calls.push_back(Start(max_age));
    worker_->Run();
    for (const Call& call : calls) EXPECT_TRUE(call.ended());
    return calls;
  }
  static Answer Failing(const absl::Status& error) {
    Answer answer;
    answer.error = error;
    return answer;
  }
  static Answer Hanging() {
    Answer answer = PageAnswer(kBody);
    answer.hangs = true;
    return answer;
  }
};

TEST_F(SingleFlightTest, AsksOnceForAll) {
  const auto calls = FinishAll(50, absl::Hours(1));
  EXPECT_EQ(origin_.sends(), 1);
  ExpectFresh(calls[0], kBody);
  for (size_t i = 1; i < calls.size(); ++i) {
    ExpectCached(calls[i], kBody);
    EXPECT_EQ(calls[i].cached_at(), clock_.Now());
  }
  EXPECT_EQ(observer_.flight_hits, 49);
  EXPECT_EQ(observer_.waits, 49);
  ExpectIdle();
}

TEST_F(SingleFlightTest, SharesAPageOfTheState) {
  Finish(absl::Hours(1));
  const size_t before = state_.operations().size();
  const auto calls = FinishAll(50, absl::Hours(1));
  for (const Call& call : calls) ExpectCached(call, kBody);
  EXPECT_EQ(state_.operations().size(), before + 1);
}

TEST_F(SingleFlightTest, ReadsAPageOfTheStateOnlyIfItIsNewEnough) {
  Finish(absl::Hours(1));
  clock_.Advance(absl::Minutes(10));
  const Call any = Start(absl::Hours(1));
  const Call newer = Start(absl::Minutes(5));
  worker_->Run();
  ExpectCached(any, kBody);
  ExpectFresh(newer, kBody);
}

TEST_F(SingleFlightTest, DoesNotShareARequestThatIsTooOld) {
  respond_ = [](const HttpRequest&, int number) {
    return number == 0 ? Hanging() : PageAnswer("second}");
  };
  Call first = Start(absl::Hours(1));
  RunUntil([&] { return origin_.sends() == 1; });
  clock_.Advance(absl::Minutes(10));
  const Call joins = Start(absl::Minutes(10));
  const Call second = Start(absl::Minutes(9));
  RunUntil([&] { return second.ended(); });
  ExpectFresh(second, "second}");
  EXPECT_FALSE(joins.ended());
  const Call third = Start(absl::Minutes(9));
  RunUntil([&] { return third.ended(); });
  ExpectCached(third, "second}");
}

TEST_F(SingleFlightTest, SharesOnlyAFutureRequestWithoutAge) {
  const Call first = Start(absl::ZeroDuration());
  const Call second = Start(absl::ZeroDuration());
  worker_->Run();
  ExpectFresh(first, kBody);
  ExpectCached(second, kBody);
  EXPECT_EQ(origin_.sends(), 1);
  clock_.Advance(absl::Milliseconds(1));
  const Call third = Start(absl::ZeroDuration());
  RunUntil([&] { return origin_.sends() == 2; });
  clock_.Advance(absl::Milliseconds(1));
  const Call fourth = Start(absl::ZeroDuration());
  worker_->Run();
  ExpectFresh(third, kBody);
  ExpectFresh(fourth, kBody);
}

TEST_F(SingleFlightTest, AnotherTakesOverIfTheFirstFails) {
  for (const int kind : {0, 1, 2, 3}) {
    Restart();
    respond_ = [&, first = true](const HttpRequest&, int) mutable {
      if (!std::exchange(first, false)) return PageAnswer(kBody);
      if (kind == 0) return Failing(MakeError(Reason::kUpstreamRate, "spent"));
      Answer answer = PageAnswer("not a page");
      if (kind == 1) answer.end = absl::UnavailableError("cut");
      if (kind == 2) answer.head.status = 500;
      return answer;
    };
    const int sends = origin_.sends();
    const auto calls = FinishAll(10, absl::Milliseconds(1));
    EXPECT_EQ(origin_.sends() - sends, 2) << kind;
    EXPECT_NE(calls[0].body(), kBody);
    ExpectFresh(calls[1], kBody);
    for (size_t i = 2; i < calls.size(); ++i) ExpectCached(calls[i], kBody);
    clock_.Advance(absl::Hours(1));
  }
}

TEST_F(SingleFlightTest, AllFailIfTheUpstreamFails) {
  respond_ = [](const HttpRequest&, int) {
    return Failing(MakeError(Reason::kUpstreamUnavailable, "away"));
  };
  const auto calls = FinishAll(20, absl::Hours(1));
  for (const Call& call : calls) {
    EXPECT_EQ(GetReason(call.status()), Reason::kUpstreamUnavailable);
    EXPECT_EQ(call.attempts(), 1);
  }
  EXPECT_EQ(origin_.sends(), 20);
}

TEST_F(SingleFlightTest, AllReadAPageAboveTheLimitThemselves) {
  options_.max_page_bytes = 20;
  Restart();
  const auto calls = FinishAll(20, absl::Hours(1));
  for (const Call& call : calls) ExpectFresh(call, kBody);
  EXPECT_EQ(origin_.sends(), 20);
  EXPECT_EQ(observer_.misses, 20);
  ExpectIdle();
}

TEST_F(SingleFlightTest, AFollowerWaitsWithinItsDeadline) {
  respond_ = [](const HttpRequest&, int) { return Hanging(); };
  Call first = Start(absl::Hours(1));
  const Call second = Start(
      absl::Hours(1), {.deadline = SteadyTime::Now() + absl::Milliseconds(20)});
  RunUntil([&] { return second.ended(); });
  EXPECT_EQ(GetReason(second.status()), Reason::kDeadline);
  EXPECT_EQ(second.attempts(), 0);
  EXPECT_FALSE(first.ended());
  EXPECT_EQ(origin_.open, 1);
}

TEST_F(SingleFlightTest, AFollowerCanBeCancelled) {
  respond_ = [](const HttpRequest&, int) { return Hanging(); };
  const Call first = Start(absl::Hours(1));
  Call second = Start(absl::Hours(1));
  RunUntil([&] { return origin_.read_pieces >= 2; });
  second.Cancel();
  RunUntil([&] { return second.ended(); });
  EXPECT_EQ(GetReason(second.status()), Reason::kCancelled);
  EXPECT_EQ(origin_.open, 1);
}

TEST_F(SingleFlightTest, AFetchOutlivesTheDeadlineOfTheFirst) {
  origin_.pace = absl::Milliseconds(20);
  const Call first = Start(
      absl::Hours(1), {.deadline = SteadyTime::Now() + absl::Milliseconds(30)});
  const Call second = Start(absl::Hours(1));
  worker_->Run();
  EXPECT_EQ(GetReason(first.status()), Reason::kDeadline);
  ExpectCached(second, kBody);
  EXPECT_EQ(origin_.sends(), 1);
}

TEST_F(SingleFlightTest, TheDeadlineOfTheOnlyOneEndsTheFetch) {
  options_.finish_timeout = absl::Milliseconds(20);
  Restart();
  respond_ = [](const HttpRequest&, int) { return Hanging(); };
  const Call first = Finish(
      absl::Hours(1), {.deadline = SteadyTime::Now() + absl::Milliseconds(20)});
  EXPECT_EQ(GetReason(first.status()), Reason::kDeadline);
  EXPECT_EQ(first.body(), kBody);
  ExpectIdle();
}

}  // namespace
}  // namespace backlinks::cache::testing_cache
