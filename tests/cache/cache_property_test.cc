// Random calls, ages, clocks, cuts, damaged entries, failures of the state,
// calls that leave and processes that end, with an upstream whose content
// changes all the time: whatever a call gets is what the upstream had at some
// moment that is not older than allowed.
#include <algorithm>
#include <chrono>
#include <deque>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "gtest/gtest.h"
#include "service/cache/cache_key.h"
#include "tests/cache/fragile_state.h"
#include "tests/cache/replica.h"
#include "tests/support/state/state_client.h"

namespace backlinks::cache::testing_cache {
namespace {

constexpr int kReplicas = 2;
constexpr int kWorkers = 2;
constexpr size_t kMaxPage = 3000;

// What the upstream has for a target at a time.
std::string ContentAt(const std::string& target, int64_t micros) {
  const std::string text = std::to_string(micros) + ":" + target;
  // Sometimes above kMaxPage.
  return text + std::string(micros % 7 * 600, 'x') + "}";
}

int64_t TimeOf(const std::string& content) {
  int64_t micros = 0;
  const std::string text = content.substr(0, content.find(':'));
  EXPECT_TRUE(absl::SimpleAtoi(text, &micros)) << text;
  return micros;
}

class Simulation {
 public:
  explicit Simulation(uint64_t seed) : random_(seed) {
    options_.max_page_bytes = kMaxPage;
    for (int i = 0; i < kReplicas; ++i) {
      replicas_.emplace_back();
      Restart(replicas_.back());
    }
    state_.fail = [this](std::string_view) {
      return Chance(fails_) ? absl::UnavailableError("away") : absl::OkStatus();
    };
  }

  void Run() {
    for (int step = 0; step < 400; ++step) Step();
    fails_ = 0;
    for (int i = 0; i < 20000 && !calls_.empty(); ++i) {
      clock_.Advance(absl::Milliseconds(100));
      RunSome(20);
    }
    EXPECT_TRUE(calls_.empty());
    EXPECT_LE(origin_.sends(), started_);
    replicas_.clear();
    EXPECT_EQ(origin_.open, 0);
  }

  int cached() const { return cached_; }
  int fresh() const { return fresh_; }

 private:
  struct Replica {
    std::shared_ptr<PageCache> cache;
    std::vector<std::unique_ptr<Worker>> workers;
  };
  struct Running {
    Call call;
    std::string target;
    absl::Time oldest;
    Worker* worker;
  };

  int64_t Below(int64_t limit) {
    return static_cast<int64_t>(random_() % static_cast<uint64_t>(limit));
  }
  // True once in `one_in`; never for 0.
  bool Chance(int64_t one_in) { return one_in > 0 && Below(one_in) == 0; }

  void Step() {
    const int64_t choice = Below(100);
    if (choice < 25) StartCall();
    if (choice == 25) Restart(replicas_[Below(kReplicas)]);
    if (choice > 25 && choice < 30 && !calls_.empty()) {
      calls_[Below(static_cast<int64_t>(calls_.size()))].call.Cancel();
    }
    if (choice == 30) Damage();
    if (choice == 31) fails_ = Chance(2) ? 0 : 3;
    if (choice > 31 && choice < 50) {
      clock_.Advance(absl::Milliseconds(Below(Chance(4) ? 300'000 : 300)));
    }
    RunSome(6);
  }

  void StartCall() {
    static constexpr int64_t kAges[] = {0, 1, 100, 10'000, 3'600'000};
    const absl::Duration max_age = absl::Milliseconds(kAges[Below(5)]);
    const std::string target = Chance(3) ? "/?b" : "/?a";
    Worker& worker = *replicas_[Below(kReplicas)].workers[Below(kWorkers)];
    Call::Options options;
    if (Chance(8)) options.max_pieces = Below(4);
    ++started_;
    const absl::Time oldest =
        clock_.Now() - std::min(max_age, options_.time_to_live);
    calls_.push_back({worker.Start(RequestFor(target, max_age), options),
                      target, oldest, &worker});
  }

  void Restart(Replica& replica) {
    std::erase_if(calls_, [&](const Running& running) {
      return std::any_of(
          replica.workers.begin(), replica.workers.end(),
          [&](const auto& worker) { return worker.get() == running.worker; });
    });
    replica.workers.clear();
    replica.cache = std::make_shared<PageCache>(state_, options_);
    for (int i = 0; i < kWorkers; ++i) {
      replica.workers.push_back(
          std::make_unique<Worker>(origin_, replica.cache));
    }
  }

  // The entry is lost, or damaged.
  void Damage() {
    const std::string key =
        CacheKey(options_.upstream, RequestFor("/?a", std::nullopt));
    state::testing_state::StateClient client(state_);
    const int64_t fails = std::exchange(fails_, 0);
    std::string entry = client.GetBytes(key);
    entry[Below(static_cast<int64_t>(entry.size()))] ^= 1;
    client.Put(key, entry, absl::Hours(1));
    fails_ = fails;
  }

  void RunSome(int64_t handlers) {
    for (int64_t i = Below(handlers); i >= 0; --i) {
      Worker& worker = *replicas_[Below(kReplicas)].workers[Below(kWorkers)];
      worker.io.restart();
      Chance(3) ? worker.io.run_one_for(std::chrono::microseconds(100))
                : worker.io.poll_one();
    }
    std::erase_if(calls_, [this](const Running& running) {
      if (!running.call.ended()) return false;
      Check(running);
      return true;
    });
  }

  void Check(const Running& running) {
    const Call& call = running.call;
    const std::string& body = call.body();
    EXPECT_LE(call.attempts(), 1);
    if (call.cached_at()) {
      EXPECT_EQ(call.attempts(), 0);
    }
    if (!call.status().ok()) return;
    if (!body.ends_with('}') || call.head().status != 200) {
      EXPECT_FALSE(call.cached_at()) << "is not good";
      EXPECT_EQ(call.attempts(), 1);
      return;
    }
    const int64_t micros = TimeOf(body);
    EXPECT_EQ(body, ContentAt(running.target, micros));
    EXPECT_GE(absl::FromUnixMicros(micros), running.oldest);
    EXPECT_LE(absl::FromUnixMicros(micros), clock_.Now());
    if (call.cached_at()) {
      EXPECT_LE(*call.cached_at(), absl::FromUnixMicros(micros));
    }
    ++(call.cached_at() ? cached_ : fresh_);
  }

  Answer Respond(const HttpRequest& request) {
    const int64_t now = absl::ToUnixMicros(clock_.Now());
    Answer answer =
        PageAnswer(ContentAt(request.target.Reveal(), now), 100 + Below(900));
    if (Chance(10)) answer.head.status = 500;
    if (Chance(10)) answer.error = absl::UnavailableError("reset");
    if (Chance(5)) {
      answer.pieces.resize(Below(answer.pieces.size()));
      if (Chance(2)) answer.end = absl::UnavailableError("cut");
    }
    return answer;
  }

  std::mt19937_64 random_;
  SettableClock clock_;
  int64_t fails_ = 0;
  FakeOrigin origin_{
      [this](const HttpRequest& request, int) { return Respond(request); }};
  FragileState state_{[this] { return clock_.Now(); }};
  CacheOptions options_ = OptionsFor(clock_);
  std::deque<Running> calls_;
  std::vector<Replica> replicas_;
  int started_ = 0;
  int cached_ = 0;
  int fresh_ = 0;
};

TEST(CacheProperty, APageIsOfAMomentThatIsAllowed) {
  int cached = 0;
  int fresh = 0;
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(seed);
    Simulation simulation(seed);
    simulation.Run();
    cached += simulation.cached();
    fresh += simulation.fresh();
    if (testing::Test::HasFailure()) return;
  }
  EXPECT_GT(cached, 500);
  EXPECT_GT(fresh, 500);
  RecordProperty("cached", cached);
  RecordProperty("fresh", fresh);
}

}  // namespace
}  // namespace backlinks::cache::testing_cache
