// Budgets stay exact while replicas lose their connections.
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "boost/asio/awaitable.hpp"
#include "boost/asio/co_spawn.hpp"
#include "boost/asio/io_context.hpp"
#include "gtest/gtest.h"
#include "service/state/redis/redis_state.h"
#include "tests/state/redis/call.h"
#include "tests/state/redis/redis_options.h"
#include "tests/state/redis/redis_server.h"
#include "tests/state/redis/unix_relay.h"
#include "tests/support/random_source.h"
#include "tests/support/state/state_client.h"

namespace backlinks::state::redis::testing_redis {
namespace {

namespace asio = boost::asio;

constexpr int kReplicas = 5;
constexpr int64_t kTasks = 50;
constexpr int64_t kRequests = 20;  // Of each task.
constexpr int64_t kAmount = 10;
// About half of what all requests would spend.
constexpr int64_t kLimit = kTasks * kRequests * kAmount / 4;
// More than can have arrived before the last cut: between two cuts, some
// replica has opened a connection.
constexpr int64_t kDecisionsPerCut = kTasks + 10;
constexpr int64_t kCuts = kTasks * kRequests / kDecisionsPerCut;
constexpr int kMaxAttempts = 10000;

// What all tasks together have done. Each kDecisionsPerCut granted or rejected
// reservations, all connections are cut.
struct Totals {
  void Decide() {
    if (++decided % kDecisionsPerCut == 0) relay.CutAll();
  }

  UnixRelay& relay;
  std::atomic<int64_t> decided = 0;
  std::atomic<int64_t> charged = 0;
  std::atomic<int64_t> exceeded = 0;
  std::atomic<int64_t> given_up = 0;
  std::atomic<int64_t> failed = 0;
  std::atomic<int64_t> running = kTasks;
};

// A task that reserves, spends, and settles.
class Spender {
 public:
  Spender(SharedState& state, Totals& totals, uint64_t seed, bool gives_up)
      : state_(state), totals_(totals), random_(seed), gives_up_(gives_up) {}

  asio::awaitable<void> Run() {
    while (decided_ < kRequests && !has_failed_) co_await Request();
    --totals_.running;
  }

 private:
  asio::awaitable<void> Request() {
    const Reservation reservation = testing_state::ReservationOf(
        kAmount, {{"day", kLimit, absl::Now() + absl::Hours(48)}});
    const bool is_granted = co_await Reserve(reservation);
    if (!is_granted) co_return;
    const int64_t price = random_.Below(kAmount + 1);
    totals_.charged += price;
    co_await Settle(reservation.id, price);
  }

  asio::awaitable<bool> Reserve(const Reservation& reservation) {
    for (int i = 0; i < kMaxAttempts; ++i) {
      const auto exceeded = co_await state_.Reserve(reservation);
      if (exceeded.ok()) co_return IsGranted(*exceeded);
      if (!absl::IsUnavailable(exceeded.status())) break;
      if (gives_up_ && ++abandoned_ < kMaxAttempts) {
        ++totals_.given_up;
        co_return false;
      }
    }
    Fail();
    co_return false;
  }

  bool IsGranted(const std::optional<ExceededCounter>& exceeded) {
    ++decided_;
    totals_.Decide();
    if (exceeded) ++totals_.exceeded;
    return !exceeded.has_value();
  }

  void Fail() {
    has_failed_ = true;
    ++totals_.failed;
  }

  asio::awaitable<void> Settle(const std::string& id, int64_t price) {
    for (int i = 0; i < kMaxAttempts; ++i) {
      const auto settled = co_await state_.Settle(id, price);
      if (settled.ok()) co_return;
      if (!absl::IsUnavailable(settled.status())) break;
    }
    Fail();
  }

  SharedState& state_;
  Totals& totals_;
  testing_support::RandomSource random_;
  const bool gives_up_;
  int64_t decided_ = 0;
  int64_t abandoned_ = 0;
  bool has_failed_ = false;
};

// One replica: its connection, and its thread with a part of the tasks.
struct Replica {
  explicit Replica(const RedisStateOptions& options)
      : state(MakeState(options)) {}

  void Spawn(Totals& totals, uint64_t seed, bool gives_up) {
    spenders.push_back(
        std::make_unique<Spender>(*state, totals, seed, gives_up));
    asio::co_spawn(
        io, spenders.back()->Run(),
        [](const std::exception_ptr& error) { EXPECT_FALSE(error); });
  }

  std::unique_ptr<RedisState> state;
  asio::io_context io;
  std::vector<std::unique_ptr<Spender>> spenders;
  std::thread thread;
};

class RedisBudgetTest : public ::testing::Test {
 protected:
  // Runs all tasks while connections are lost. The cuts hit, and the limit is
  // reached.
  void Run(bool gives_up) {
    std::vector<std::unique_ptr<Replica>> replicas;
    for (int i = 0; i < kReplicas; ++i) {
      auto& replica = *replicas.emplace_back(
          std::make_unique<Replica>(OptionsFor(relay_.address())));
      for (int64_t task = 0; task < kTasks / kReplicas; ++task) {
        replica.Spawn(totals_, seed_ + static_cast<uint64_t>(i * kTasks + task),
                      gives_up);
      }
      replica.thread = std::thread(
          [&replica] { replica.io.run_for(std::chrono::seconds(90)); });
    }
    for (const auto& replica : replicas) replica->thread.join();
    EXPECT_EQ(totals_.running, 0);
    EXPECT_EQ(totals_.failed, 0);
    EXPECT_GT(totals_.exceeded, 0);
    EXPECT_GE(relay_.connection_count(), kCuts);
    const auto state = MakeState(OptionsFor(server_.address()));
    const std::vector<std::string> names = {"day"};
    const auto uses = Await(state->ReadCounters(names));
    ASSERT_TRUE(uses.ok()) << uses.status();
    booked_ = uses->front();
  }

  const uint64_t seed_ = testing_support::PrintedSeed();
  const RedisServer server_;
  UnixRelay relay_{server_.socket_path()};
  Totals totals_{relay_};
  CounterUse booked_;
};

TEST_F(RedisBudgetTest, EqualWhatWasChargedIfOperationsAreRepeated) {
  Run(/*gives_up=*/false);
  EXPECT_EQ(booked_.spent, totals_.charged);
  EXPECT_EQ(booked_.reserved, 0);
  EXPECT_LE(booked_.used(), kLimit);
}

TEST_F(RedisBudgetTest, CoverWhatWasChargedIfReservationsAreAbandoned) {
  Run(/*gives_up=*/true);
  EXPECT_EQ(booked_.spent, totals_.charged);
  EXPECT_LE(booked_.reserved, totals_.given_up * kAmount);
  EXPECT_LE(booked_.used(), kLimit);
}

}  // namespace
}  // namespace backlinks::state::redis::testing_redis
