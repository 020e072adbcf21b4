// A replica over a state, both on the test's thread.
#ifndef BACKLINKS_TESTS_CACHE_CACHE_FIXTURE_H_
#define BACKLINKS_TESTS_CACHE_CACHE_FIXTURE_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "gtest/gtest.h"
#include "service/common/status/status.h"
#include "tests/cache/fragile_state.h"
#include "tests/cache/replica.h"
#include "tests/cache/run_until.h"

namespace backlinks::cache::testing_cache {

class CacheFixture : public testing::Test {
 protected:
  static constexpr char kBody[] = R"({"refpages":[{"url_from":"a"}]})";

  CacheFixture() { Restart(); }

  // Begins with an empty process; the state keeps what it has.
  void Restart() {
    worker_.reset();
    cache_ = std::make_shared<PageCache>(state_, options_, observer_);
    worker_.emplace(origin_, cache_);
  }
  Call Finish(absl::Duration max_age, Call::Options options = {}) {
    return worker_->Finish(RequestFor("/?a", max_age), options);
  }
  Call Start(absl::Duration max_age, Call::Options options = {}) {
    return worker_->Start(RequestFor("/?a", max_age), options);
  }
  // Runs handlers until the condition holds.
  void RunUntil(const std::function<bool()>& condition) {
    testing_cache::RunUntil(worker_->io, condition);
  }
  static void ExpectFresh(const Call& call, const std::string& body) {
    EXPECT_EQ(call.status(), absl::OkStatus());
    EXPECT_EQ(call.body(), body);
    EXPECT_FALSE(call.cached_at());
    EXPECT_EQ(call.attempts(), 1);
    EXPECT_EQ(call.attempt_records(), 1u);
  }
  static void ExpectCached(const Call& call, const std::string& body) {
    EXPECT_EQ(call.status(), absl::OkStatus());
    EXPECT_EQ(call.body(), body);
    EXPECT_TRUE(call.cached_at());
    EXPECT_EQ(call.attempts(), 0);
    EXPECT_EQ(call.attempt_records(), 0u);
  }
  // Nothing is left of calls that have ended.
  void ExpectIdle() {
    EXPECT_EQ(origin_.open, 0);
    EXPECT_EQ(cache_->store.memory()->used(), 0u);
  }

  // What the origin answers to each request, if set.
  FakeOrigin::Respond respond_ = [](const HttpRequest&, int) {
    return PageAnswer(kBody);
  };
  FakeOrigin origin_{[this](const HttpRequest& request, int number) {
    return respond_(request, number);
  }};
  SettableClock clock_;
  FragileState state_{[this] { return clock_.Now(); }};
  CacheOptions options_ = OptionsFor(clock_);
  CountingObserver observer_;
  std::shared_ptr<PageCache> cache_;
  std::optional<Worker> worker_;
};

}  // namespace backlinks::cache::testing_cache

#endif  // BACKLINKS_TESTS_CACHE_CACHE_FIXTURE_H_
