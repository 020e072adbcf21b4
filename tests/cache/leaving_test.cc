// Calls that go away at every step of a fetch: the test stops after each number
// of handlers that the context runs.
#include <string>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "service/cache/cache_key.h"
#include "tests/cache/cache_fixture.h"
#include "tests/support/state/state_client.h"

namespace backlinks::cache::testing_cache {
namespace {

class LeavingTest : public CacheFixture {
 protected:
  // Runs so many handlers. Returns false if fewer were left.
  bool RunSteps(int steps) {
    worker_->io.restart();
    for (int i = 0; i < steps; ++i) {
      if (worker_->io.run_one() == 0) return false;
    }
    return true;
  }
  // A state and a clock as new, so that nothing is cached.
  void Renew() {
    clock_.Advance(absl::Hours(2));
    Restart();
  }
  void ExpectLeaseIsFree() {
    const std::string key =
        CacheKey(options_.upstream, RequestFor("/?a", std::nullopt));
    state::testing_state::StateClient client(state_);
    EXPECT_TRUE(client.Acquire(key, "test", absl::Seconds(1)).acquired);
    EXPECT_TRUE(client.Release(key, "test"));
  }
};

// Before the head the fetch ends with the only call, after it the page is kept.
TEST_F(LeavingTest, TheOnlyOneLeavesAtEveryStep) {
  int steps = 0;
  int ended = 0;
  for (bool ran = true; ran; ++steps) {
    Renew();
    const int stored = observer_.stored;
    const int pieces = origin_.read_pieces;
    Call call = Start(absl::Hours(1));
    ran = RunSteps(steps);
    call.Cancel();
    worker_->Run();
    ASSERT_TRUE(call.ended());
    ExpectIdle();
    ExpectLeaseIsFree();
    if (observer_.stored > stored) continue;
    ++ended;
    EXPECT_FALSE(call.status().ok()) << steps;
    EXPECT_EQ(origin_.read_pieces, pieces) << steps;
  }
  EXPECT_GT(ended, 2);
  EXPECT_GT(steps - ended, 5);
}

TEST_F(LeavingTest, APageThatTakesTooLongIsNotCompleted) {
  options_.finish_timeout = absl::Milliseconds(10);
  Restart();
  respond_ = [](const HttpRequest&, int) {
    Answer answer = PageAnswer(kBody);
    answer.hangs = true;
    return answer;
  };
  const Call call = Start(absl::Hours(1), {.max_pieces = 0});
  worker_->Run();
  EXPECT_EQ(observer_.stored, 0);
  ExpectIdle();
  ExpectLeaseIsFree();
}

TEST_F(LeavingTest, AnotherGetsThePageAtEveryStep) {
  int steps = 0;
  for (bool ran = true; ran; ++steps) {
    Renew();
    const int sends = origin_.sends();
    Call first = Start(absl::Hours(1));
    const Call second = Start(absl::Hours(1));
    ran = RunSteps(steps);
    first.Cancel();
    worker_->Run();
    ASSERT_TRUE(first.ended());
    ASSERT_TRUE(second.ended());
    EXPECT_EQ(second.status(), absl::OkStatus()) << steps;
    EXPECT_EQ(second.body(), kBody);
    EXPECT_EQ(origin_.sends() - sends, 1) << steps;
    ExpectIdle();
    ExpectLeaseIsFree();
  }
  EXPECT_GT(steps, 20);
}

TEST_F(LeavingTest, AnotherGetsThePageAfterEveryPiece) {
  for (const bool has_other : {true, false}) {
    for (size_t pieces = 0; pieces < 4; ++pieces) {
      Renew();
      const int sends = origin_.sends();
      const int stored = observer_.stored;
      // The first call reads more slowly than the fetch.
      origin_.pace = absl::Milliseconds(2);
      const Call first = Start(absl::Hours(1), {.max_pieces = pieces});
      std::optional<Call> second;
      if (has_other) second = Start(absl::Hours(1));
      worker_->Run();
      EXPECT_EQ(first.body(), std::string(kBody).substr(0, 10 * pieces));
      EXPECT_EQ(origin_.sends() - sends, 1);
      EXPECT_EQ(observer_.stored - stored, 1) << pieces;
      if (second) ExpectCached(*second, kBody);
      ExpectIdle();
      ExpectLeaseIsFree();
    }
  }
}

// Whoever leaves last ends the fetch, at every step before the head.
TEST_F(LeavingTest, AllLeaveAtEveryStep) {
  for (int steps = 0; steps < 40; ++steps) {
    Renew();
    respond_ = [](const HttpRequest&, int) {
      Answer answer = PageAnswer(kBody);
      answer.hangs_at_once = true;
      return answer;
    };
    Call first = Start(absl::Hours(1));
    Call second = Start(absl::Hours(1));
    RunSteps(steps % 10);
    first.Cancel();
    RunSteps(steps / 10);
    second.Cancel();
    worker_->Run();
    EXPECT_TRUE(first.ended());
    EXPECT_TRUE(second.ended());
    ExpectIdle();
    ExpectLeaseIsFree();
  }
}

TEST_F(LeavingTest, ACallAboveTheLimitLeavesAtEveryStep) {
  options_.max_page_bytes = 15;
  int steps = 0;
  for (bool ran = true; ran; ++steps) {
    Renew();
    Call call = Start(absl::Hours(1));
    ran = RunSteps(steps);
    call.Cancel();
    worker_->Run();
    ASSERT_TRUE(call.ended());
    ExpectIdle();
    ExpectLeaseIsFree();
  }
  EXPECT_EQ(observer_.stored, 0);
}

// A worker is destroyed with all its calls and fetches, at every step.
TEST_F(LeavingTest, AWorkerEndsAtEveryStep) {
  int steps = 0;
  for (bool ran = true; ran; ++steps) {
    Renew();
    std::optional<Worker> other(std::in_place, origin_, cache_);
    const Call first = Start(absl::Hours(1));
    const Call second = Start(absl::Hours(1));
    RunSteps(1);
    const Call third = other->Start(RequestFor("/?a", absl::Hours(1)));
    other->io.poll();
    ran = RunSteps(steps);
    worker_.reset();
    // The lease of the destroyed worker ends by itself.
    other->io.restart();
    other->io.run_for(std::chrono::milliseconds(2));
    clock_.Advance(options_.lease);
    other->Run();
    ASSERT_TRUE(third.ended());
    EXPECT_EQ(third.status(), absl::OkStatus());
    EXPECT_EQ(third.body(), kBody);
    other.reset();
    ExpectIdle();
  }
  EXPECT_GT(steps, 10);
}

}  // namespace
}  // namespace backlinks::cache::testing_cache
