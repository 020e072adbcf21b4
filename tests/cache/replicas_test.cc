// Replicas with several workers each, on threads, over one state.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <deque>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "boost/asio/executor_work_guard.hpp"
#include "gtest/gtest.h"
#include "tests/cache/fragile_state.h"
#include "tests/cache/replica.h"
#include "tests/support/state/sqlite_backend.h"

namespace backlinks::cache::testing_cache {
namespace {

namespace asio = boost::asio;

// A worker with its thread.
class Thread {
 public:
  Thread(FakeOrigin& origin, const std::shared_ptr<PageCache>& cache)
      : worker_(origin, cache), guard_(worker_.io.get_executor()) {
    thread_ = std::thread([this] { worker_.io.run(); });
  }
  ~Thread() {
    worker_.io.stop();
    thread_.join();
  }
  Thread(const Thread&) = delete;
  Thread& operator=(const Thread&) = delete;

  std::shared_ptr<Call> Start(const HttpRequest& request) {
    return std::make_shared<Call>(worker_.Start(request));
  }

 private:
  Worker worker_;
  asio::executor_work_guard<asio::io_context::executor_type> guard_;
  std::thread thread_;
};

// One process with two workers.
class Replica {
 public:
  Replica(FakeOrigin& origin, state::SharedState& state, CacheOptions options)
      : cache_(
            std::make_shared<PageCache>(state, std::move(options), observer_)) {
    for (int i = 0; i < 2; ++i) {
      threads_.push_back(std::make_unique<Thread>(origin, cache_));
    }
  }
  Thread& thread(size_t index) { return *threads_[index % threads_.size()]; }
  // Ends a thread with all its calls.
  void End(size_t index) { threads_[index] = nullptr; }
  const CountingObserver& observer() const { return observer_; }
  size_t memory() const { return cache_->store.memory()->used(); }

 private:
  CountingObserver observer_;
  std::shared_ptr<PageCache> cache_;
  std::vector<std::unique_ptr<Thread>> threads_;
};

// Waits for a minute at most.
template <typename Condition>
void WaitUntil(Condition condition) {
  const absl::Time end = absl::Now() + absl::Seconds(60);
  while (!condition() && absl::Now() < end) {
    absl::SleepFor(absl::Milliseconds(1));
  }
  EXPECT_TRUE(condition());
}

class ReplicasTest
    : public testing::TestWithParam<state::testing_state::BackendParam> {
 protected:
  static constexpr size_t kReplicas = 5;

  ReplicasTest() {
    origin_.pace = absl::Milliseconds(2);
    options_.upstream = "https://upstream.test";
    options_.is_good = EndsWithBrace;
    options_.lease = absl::Milliseconds(500);
    for (size_t i = 0; i < kReplicas; ++i) {
      replicas_.push_back(
          std::make_unique<Replica>(origin_, backend_->Connect(), options_));
    }
  }
  Thread& thread(size_t index) {
    return replicas_[index % kReplicas]->thread(index / kReplicas);
  }
  std::vector<std::shared_ptr<Call>> StartAll(size_t count,
                                              const std::string& target) {
    std::vector<std::shared_ptr<Call>> calls;
    for (size_t i = 0; i < count; ++i) {
      calls.push_back(thread(i).Start(RequestFor(target, absl::Hours(1))));
    }
    return calls;
  }
  static void WaitForAll(const std::vector<std::shared_ptr<Call>>& calls) {
    WaitUntil([&] {
      return std::all_of(calls.begin(), calls.end(),
                         [](const auto& call) { return call->ended(); });
    });
  }

  const std::string body_ = R"({"refpages":[{"url_from":"https://a.test/"}]})";
  FakeOrigin origin_{
      [this](const HttpRequest&, int) { return PageAnswer(body_); }};
  std::unique_ptr<state::testing_state::Backend> backend_ = GetParam().make();
  CacheOptions options_;
  std::vector<std::unique_ptr<Replica>> replicas_;
};

TEST_P(ReplicasTest, AHundredCallsMakeOneRequest) {
  for (int round = 0; round < 5; ++round) {
    const auto calls = StartAll(100, "/?" + std::to_string(round));
    WaitForAll(calls);
    EXPECT_EQ(origin_.sends(), round + 1);
    int64_t attempts = 0;
    for (const auto& call : calls) {
      EXPECT_EQ(call->status(), absl::OkStatus());
      EXPECT_EQ(call->body(), body_);
      attempts += call->attempts();
    }
    EXPECT_EQ(attempts, 1);
  }
  int misses = 0;
  for (const auto& replica : replicas_) {
    misses += replica->observer().misses;
    EXPECT_EQ(replica->observer().state_failures, 0);
    WaitUntil([&] { return replica->memory() == 0; });
  }
  EXPECT_EQ(misses, 5);
}

// Half of the calls go away at some time, the first ones included.
TEST_P(ReplicasTest, CallsThatLeaveHarmNoOthers) {
  for (int round = 0; round < 20; ++round) {
    const auto calls = StartAll(50, "/?" + std::to_string(round));
    absl::SleepFor(absl::Milliseconds(round));
    for (size_t i = 0; i < calls.size(); i += 2) calls[i]->Cancel();
    WaitForAll(calls);
    for (size_t i = 1; i < calls.size(); i += 2) {
      EXPECT_EQ(calls[i]->status(), absl::OkStatus());
      EXPECT_EQ(calls[i]->body(), body_);
    }
  }
  WaitUntil([&] { return origin_.open == 0; });
}

// A worker that ends while it fetches for others, and keeps the lease.
TEST_P(ReplicasTest, AnotherTakesOverFromAWorkerThatEnds) {
  options_.lease = absl::Milliseconds(200);
  Replica dies(origin_, backend_->Connect(), options_);
  origin_.pace = absl::Milliseconds(50);
  const auto first = dies.thread(0).Start(RequestFor("/?a", absl::Hours(1)));
  WaitUntil([&] { return origin_.sends() == 1; });
  const auto same = dies.thread(1).Start(RequestFor("/?a", absl::Hours(1)));
  const auto other = thread(1).Start(RequestFor("/?a", absl::Hours(1)));
  absl::SleepFor(absl::Milliseconds(30));
  dies.End(0);
  WaitForAll({same, other});
  EXPECT_FALSE(first->ended());
  EXPECT_EQ(same->body(), body_);
  EXPECT_EQ(other->body(), body_);
  EXPECT_EQ(origin_.sends(), 2);
}

std::unique_ptr<state::testing_state::Backend> MakeSqlite() {
  class Backend final : public state::testing_state::Backend {
   public:
    state::SharedState& Connect() override { return *state_; }
    absl::Time Now() override { return absl::Now(); }
    void Advance(absl::Duration duration) override { absl::SleepFor(duration); }
    bool clock_is_settable() const override { return false; }

   private:
    std::unique_ptr<state::SqliteState> state_ =
        state::testing_state::OpenState({});
  };
  return std::make_unique<Backend>();
}

std::unique_ptr<state::testing_state::Backend> MakeNaive() {
  class Backend final : public state::testing_state::Backend {
   public:
    state::SharedState& Connect() override { return state_; }
    absl::Time Now() override { return absl::Now(); }
    void Advance(absl::Duration duration) override { absl::SleepFor(duration); }
    bool clock_is_settable() const override { return false; }

   private:
    FragileState state_{[] { return absl::Now(); }};
  };
  return std::make_unique<Backend>();
}

INSTANTIATE_TEST_SUITE_P(
    All, ReplicasTest,
    testing::Values(state::testing_state::BackendParam{"naive", &MakeNaive},
                    state::testing_state::BackendParam{"sqlite", &MakeSqlite}),
    state::testing_state::BackendParam::Name);

}  // namespace
}  // namespace backlinks::cache::testing_cache
