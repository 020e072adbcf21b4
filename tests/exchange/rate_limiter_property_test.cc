// The rate limiter next to a plain simulation of it: callers that come, leave
// and send at random moments.
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "service/exchange/rate_limiter.h"
#include "tests/exchange/manual_clock.h"
#include "tests/exchange/naive_limiter.h"

namespace backlinks::exchange::testing_exchange {
namespace {

constexpr int kSteps = 300;
constexpr size_t kMaxWaiting = 20;
constexpr absl::Duration kWindow = absl::Milliseconds(1000);

class Simulation {
 public:
  explicit Simulation(uint32_t seed)
      : random_(seed),
        limit_{.requests = Random(1, 5), .window = kWindow},
        limiter_(clock_.MakeLimiter(limit_)),
        naive_(limit_) {}

  void Step() {
    AdvanceTo(clock_.Now() + absl::Milliseconds(Random(0, 200)));
    switch (Random(0, 5)) {
      case 0:
        return Leave(AnyOf(waiting_));
      case 1:
        return EndSending(AnyOf(sending_));
      default:
        if (waiting_.size() < kMaxWaiting) Enter();
    }
  }

  // Nobody comes any more.
  void Finish() {
    while (!waiting_.empty()) AdvanceTo(clock_.Now() + kWindow);
    EXPECT_EQ(naive_.waiting(), 0u);
    sending_.clear();
    AdvanceTo(clock_.Now() + kWindow);
    std::vector<std::unique_ptr<PermitRequest>> all;
    for (int64_t i = 0; i <= limit_.requests; ++i) {
      all.push_back(std::make_unique<PermitRequest>(limiter_, "last"));
      EXPECT_EQ(all.back()->Wait(),
                i < limit_.requests ? absl::ZeroDuration() : kWindow);
    }
  }

 private:
  struct Request {
    std::unique_ptr<PermitRequest> permit;
    bool woken = false;
    absl::Duration ask_again;
  };
  using Requests = std::map<int, Request>;

  int Random(int from, int to) {
    return std::uniform_int_distribution<int>(from, to)(random_);
  }

  // -1 if there is none.
  int AnyOf(const Requests& requests) {
    if (requests.empty()) return -1;
    const int index = Random(0, static_cast<int>(requests.size()) - 1);
    return std::next(requests.begin(), index)->first;
  }

  void Enter() {
    const std::string caller(Random(0, 3), 'c');
    const int id = next_id_++;
    naive_.Enter(id, caller);
    Request& request = waiting_[id];
    request.permit = std::make_unique<PermitRequest>(limiter_, caller);
    if (Random(0, 3) > 0) Ask(id);  // Like one whose permit is due.
    if (const auto it = waiting_.find(id); it != waiting_.end()) {
      it->second.permit->OnSooner([this, id] { waiting_.at(id).woken = true; });
      Ask(id);
    }
    ServeWoken();
  }

  void Leave(int id) {
    if (id < 0) return;
    naive_.Leave(id);
    Request leaving = std::move(waiting_.at(id));
    waiting_.erase(id);
    leaving.permit.reset();
    ServeWoken();
  }

  void EndSending(int id) {
    if (id < 0) return;
    const int sent = Random(0, 3);
    naive_.RunUntil(clock_.Now());
    if (sent == 0) naive_.Leave(id);
    if (sent > 1) naive_.SendMore(sent - 1);
    sending_[id].permit->OnSent(sent);
    sending_.erase(id);
    ServeWoken();
  }

  // Also checks that each knows of its permit at once, and how long it waits.
  void Ask(int id) {
    naive_.RunUntil(clock_.Now());
    Request& request = waiting_.at(id);
    request.woken = false;
    const absl::Duration wait = request.permit->Wait();
    request.ask_again = clock_.Now() + wait;
    if (wait > absl::ZeroDuration()) {
      ASSERT_FALSE(naive_.IsGranted(id)) << id;
      ASSERT_EQ(wait, naive_.WaitOf(id)) << id;
      return;
    }
    ASSERT_TRUE(naive_.IsGranted(id)) << id;
    ASSERT_EQ(naive_.GrantOf(id), clock_.Now()) << id;
    sending_[id] = std::move(request);
    waiting_.erase(id);
  }

  void ServeWoken() {
    naive_.RunUntil(clock_.Now());
    while (true) {
      std::vector<int> woken;
      for (const auto& [id, request] : waiting_) {
        if (request.woken) woken.push_back(id);
      }
      if (woken.empty()) return;
      const int id = woken[Random(0, static_cast<int>(woken.size()) - 1)];
      if (Random(0, 9) == 0) {
        Leave(id);
      } else {
        Ask(id);
      }
      if (testing::Test::HasFatalFailure()) return;
    }
  }

  void AdvanceTo(absl::Duration end) {
    while (!testing::Test::HasFatalFailure()) {
      int next = -1;
      for (const auto& [id, request] : waiting_) {
        if (next < 0 || request.ask_again < waiting_[next].ask_again) next = id;
      }
      if (next < 0 || waiting_[next].ask_again > end) break;
      clock_.SetTo(waiting_[next].ask_again);
      Ask(next);
      ServeWoken();
    }
    clock_.SetTo(end);
    naive_.RunUntil(end);
  }

  std::mt19937 random_;
  const RateLimit limit_;
  ManualClock clock_;
  std::shared_ptr<RateLimiter> limiter_;
  NaiveLimiter naive_;
  int next_id_ = 0;
  Requests waiting_;
  Requests sending_;  // They have their permit.
};

class RateLimiterProperty : public testing::TestWithParam<int> {};

TEST_P(RateLimiterProperty, DoesWhatTheSimulationDoes) {
  Simulation simulation(static_cast<uint32_t>(GetParam()));
  for (int i = 0; i < kSteps && !HasFatalFailure(); ++i) simulation.Step();
  if (!HasFatalFailure()) simulation.Finish();
}

INSTANTIATE_TEST_SUITE_P(Seeds, RateLimiterProperty, testing::Range(0, 20));

}  // namespace
}  // namespace backlinks::exchange::testing_exchange
