// Several servers with one file of SQLite: together they keep the limit in
// every window, whatever requests do and however long the state takes.
#include <algorithm>
#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/rate/simulated_server.h"
#include "tests/support/state/sqlite_backend.h"

namespace backlinks::rate::testing_rate {
namespace {

using exchange::RateLimit;
using state::testing_state::FileBackend;

constexpr absl::Duration kWindow = absl::Seconds(6);

class Fleet {
 public:
  Fleet(uint32_t seed, int servers, int64_t requests,
        absl::Duration max_latency)
      : random_(seed),
        limit_{.requests = requests, .window = kWindow},
        max_latency_(max_latency) {
    for (int i = 0; i < servers; ++i) {
      servers_.push_back(std::make_unique<SimulatedServer>(
          backend_.Connect(), limit_,
          [this] { return backend_.Now() - absl::UnixEpoch(); },
          [this] { return max_latency_ * (Random(0, 99) / 100.0); }));
    }
  }

  // Lets the time pass.
  void Advance(absl::Duration tick) {
    backend_.Advance(tick);
    bool has_changed = true;
    while (has_changed) {
      has_changed = false;
      for (const auto& server : servers_) has_changed |= server->Run();
    }
  }

  // Requests come, leave, are sent, and return their permits.
  void Disturb() {
    SimulatedServer& server = *servers_[Random(0, size() - 1)];
    const int choice = Random(0, 9);
    if (choice < 5 && server.waiting() < 20) {
      server.Enter(std::string(Random(1, 3), 'c'));
    } else if (choice == 5 && server.waiting() > 0) {
      server.LeaveWaiting(Random(0, static_cast<int>(server.waiting()) - 1));
    } else if (choice > 5 && server.granted() > 0) {
      const int index = Random(0, static_cast<int>(server.granted()) - 1);
      if (choice < 9) server.Send(index);
      if (choice == 9) server.Return(index);
    }
  }

  // Each server has requests that wait.
  void Fill() {
    for (const auto& server : servers_) {
      while (server->granted() > 0) server->Send(0);
      while (server->waiting() < 3) server->Enter("caller");
    }
  }

  int Random(int from, int to) {
    return std::uniform_int_distribution<int>(from, to)(random_);
  }
  int size() const { return static_cast<int>(servers_.size()); }
  const SimulatedServer& server(int index) const { return *servers_[index]; }

  std::vector<absl::Duration> Sent() const {
    std::vector<absl::Duration> all;
    for (const auto& server : servers_) {
      const auto sent = server->Sent();
      all.insert(all.end(), sent.begin(), sent.end());
    }
    std::sort(all.begin(), all.end());
    return all;
  }

  void ExpectLimitIsKept() const {
    const std::vector<absl::Duration> sent = Sent();
    const auto requests = static_cast<size_t>(limit_.requests);
    for (size_t i = requests; i < sent.size(); ++i) {
      EXPECT_GE(sent[i] - sent[i - requests], kWindow) << i;
    }
    for (const auto& server : servers_) EXPECT_FALSE(server->was_away());
  }

 private:
  std::mt19937 random_;
  const RateLimit limit_;
  const absl::Duration max_latency_;
  FileBackend backend_;
  std::vector<std::unique_ptr<SimulatedServer>> servers_;
};

class Replicas : public testing::TestWithParam<int> {};

TEST_P(Replicas, KeepTheLimitInEveryWindow) {
  std::mt19937 random(static_cast<uint32_t>(GetParam()));
  const int64_t requests = 1 + static_cast<int64_t>(random() % 25);
  const int servers = 2 + static_cast<int>(random() % 3);
  // With the 40 ms until a step notices it, almost as long as a token is good.
  Fleet fleet(random(), servers, requests,
              kWindow / 30 - absl::Milliseconds(45));
  for (int step = 0; step < 1500; ++step) {
    // Pauses let the bucket become full.
    if (step % 300 < 250) fleet.Disturb();
    fleet.Advance(absl::Milliseconds(fleet.Random(0, 40)));
  }
  fleet.ExpectLimitIsKept();
  EXPECT_GE(fleet.Sent().size(), static_cast<size_t>(requests));
}

INSTANTIATE_TEST_SUITE_P(Seeds, Replicas, testing::Range(0, 12));

TEST(Replicas, UseMostOfTheLimitAndEachHasItsPart) {
  constexpr int64_t kRequests = 12;
  constexpr int kWindows = 10;
  Fleet fleet(1, 3, kRequests, absl::Milliseconds(5));
  for (int step = 0; step < kWindows * 3000; ++step) {
    fleet.Fill();
    fleet.Advance(absl::Milliseconds(2));
  }
  fleet.ExpectLimitIsKept();
  const size_t all = fleet.Sent().size();
  EXPECT_GE(all, static_cast<size_t>(0.85 * kRequests * kWindows));
  for (int i = 0; i < fleet.size(); ++i) {
    EXPECT_GE(fleet.server(i).Sent().size(), all / 8) << i;
  }
}

}  // namespace
}  // namespace backlinks::rate::testing_rate
