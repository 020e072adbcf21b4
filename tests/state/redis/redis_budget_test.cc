// Budgets stay exact while replicas lose their connections.
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <exception>
#include <memory>
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
#include "tests/state/conformance/state_client.h"
#include "tests/state/redis/call.h"
#include "tests/state/redis/redis_options.h"
#include "tests/state/redis/redis_server.h"
#include "tests/state/redis/unix_relay.h"
#include "tests/support/random_source.h"

namespace backlinks::state::redis::testing_redis {
namespace {

namespace asio = boost::asio;

constexpr int kReplicas = 5;
constexpr int64_t kTasks = 50;
constexpr int64_t kRequests = 20;  // Of each task.
constexpr int64_t kAmount = 10;
// Less than all requests would need.
constexpr int64_t kLimit = kTasks * kRequests * kAmount / 2;
constexpr int kMaxAttempts = 10000;

// What all tasks together have done.
struct Totals {
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
    for (int i = 0; i < kRequests; ++i) co_await Request();
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
      if (exceeded.ok()) {
        if (exceeded->has_value()) ++totals_.exceeded;
        co_return !exceeded->has_value();
      }
      if (!absl::IsUnavailable(exceeded.status())) break;
      if (gives_up_) {
        ++totals_.given_up;
        co_return false;
      }
    }
    ++totals_.failed;
    co_return false;
  }

  asio::awaitable<void> Settle(const std::string& id, int64_t price) {
    for (int i = 0; i < kMaxAttempts; ++i) {
      const auto settled = co_await state_.Settle(id, price);
      if (settled.ok()) co_return;
      if (!absl::IsUnavailable(settled.status())) break;
    }
    ++totals_.failed;
  }

  SharedState& state_;
  Totals& totals_;
  testing_support::RandomSource random_;
  const bool gives_up_;
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
  // Runs all tasks while connections are lost.
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
    testing_support::RandomSource random(seed_);
    for (int i = 0; i < 100 && totals_.running > 0; ++i) {
      absl::SleepFor(absl::Milliseconds(random.Below(20)));
      relay_.CutAll();
    }
    for (const auto& replica : replicas) replica->thread.join();
    EXPECT_EQ(totals_.running, 0);
    EXPECT_EQ(totals_.failed, 0);
    const auto state = MakeState(OptionsFor(server_.address()));
    const std::vector<std::string> names = {"day"};
    const auto uses = Await(state->ReadCounters(names));
    ASSERT_TRUE(uses.ok()) << uses.status();
    booked_ = uses->front();
  }

  const uint64_t seed_ = testing_support::PrintedSeed();
  const RedisServer server_;
  UnixRelay relay_{server_.socket_path()};
  Totals totals_;
  CounterUse booked_;
};

TEST_F(RedisBudgetTest, EqualWhatWasChargedIfOperationsAreRepeated) {
  Run(/*gives_up=*/false);
  EXPECT_EQ(booked_.spent, totals_.charged);
  EXPECT_EQ(booked_.reserved, 0);
  EXPECT_LE(booked_.used(), kLimit);
  RecordProperty("connections", relay_.connection_count());
}

TEST_F(RedisBudgetTest, CoverWhatWasChargedIfReservationsAreAbandoned) {
  Run(/*gives_up=*/true);
  EXPECT_EQ(booked_.spent, totals_.charged);
  EXPECT_LE(booked_.reserved, totals_.given_up * kAmount);
  EXPECT_LE(booked_.used(), kLimit);
}

}  // namespace
}  // namespace backlinks::state::redis::testing_redis
