// RedisState while the server is away, slow, emptied, full or read-only.
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/state/redis/redis_state.h"
#include "tests/state/redis/call.h"
#include "tests/state/redis/redis_options.h"
#include "tests/state/redis/redis_server.h"
#include "tests/state/redis/unix_relay.h"
#include "tests/support/state/state_client.h"

namespace backlinks::state::redis::testing_redis {
namespace {

using ::testing::HasSubstr;
using testing_state::ReservationOf;

Reservation OnDay(int64_t amount) {
  return ReservationOf(amount,
                       {{"day", kNoLimit, absl::Now() + absl::Hours(48)}});
}

class RedisChaosTest : public ::testing::Test {
 protected:
  absl::Status Reserve(const Reservation& reservation) {
    return Await(state_->Reserve(reservation)).status();
  }
  // Repeats the reservation until it succeeds. Any other error than
  // UNAVAILABLE fails the test.
  void ReserveAtLast(const Reservation& reservation) {
    absl::Status status;
    for (int i = 0; i < 3000; ++i) {
      status = Reserve(reservation);
      if (status.ok()) return;
      ASSERT_TRUE(absl::IsUnavailable(status)) << status;
      absl::SleepFor(absl::Milliseconds(10));
    }
    FAIL() << "has not recovered: " << status;
  }
  void ExpectUnavailable(const absl::Status& status, const std::string& why) {
    EXPECT_TRUE(absl::IsUnavailable(status)) << status;
    EXPECT_THAT(std::string(status.message()), HasSubstr(why));
    EXPECT_THAT(std::string(status.message()),
                HasSubstr("Redis at " + server_.socket_path()));
  }
  bool Settle(const std::string& id, int64_t amount) {
    const auto settled = Await(state_->Settle(id, amount));
    EXPECT_TRUE(settled.ok()) << settled.status();
    return settled.ok() && *settled;
  }
  CounterUse Use() {
    const std::vector<std::string> names = {"day"};
    absl::StatusOr<std::vector<CounterUse>> uses;
    for (int i = 0; i < 3000; ++i) {
      uses = Await(state_->ReadCounters(names));
      // A server that was just suspended may be slow.
      if (!absl::IsUnavailable(uses.status())) break;
      absl::SleepFor(absl::Milliseconds(10));
    }
    EXPECT_TRUE(uses.ok()) << uses.status();
    return uses.ok() ? uses->front() : CounterUse{-1, -1};
  }

  // Writes each command to the disk before its reply.
  RedisServer server_{{"--appendonly", "yes", "--appendfsync", "always"}};
  std::unique_ptr<RedisState> state_ = MakeState(OptionsFor(server_.address()));
};

TEST_F(RedisChaosTest, ReservationsOutliveAKilledServer) {
  const Reservation reservation = OnDay(30);
  for (int64_t i = 0; i < 5; ++i) {
    ReserveAtLast(reservation);
    server_.Kill();
    ExpectUnavailable(Reserve(OnDay(1)), "");
    server_.Start();
  }
  ReserveAtLast(reservation);
  EXPECT_EQ(Use(), (CounterUse{0, 30}));
  EXPECT_TRUE(Settle(reservation.id, 10));
  EXPECT_EQ(Use(), (CounterUse{10, 0}));
}

TEST_F(RedisChaosTest, SuspendedServer) {
  auto options = OptionsFor(server_.address());
  options.client.connection.connect_timeout = absl::Milliseconds(200);
  options.client.connection.command_timeout = absl::Milliseconds(200);
  state_ = MakeState(options);
  const Reservation reservation = OnDay(30);
  ReserveAtLast(OnDay(1));
  server_.Suspend();
  ExpectUnavailable(Reserve(reservation), "no ");
  absl::SleepFor(absl::Seconds(2));
  ExpectUnavailable(Reserve(reservation), "");
  server_.Resume();
  ReserveAtLast(reservation);
  // The first attempts may have taken effect: that changes nothing.
  EXPECT_EQ(Use(), (CounterUse{0, 31}));
}

TEST_F(RedisChaosTest, EmptiedServer) {
  const Reservation reservation = OnDay(30);
  ReserveAtLast(reservation);
  EXPECT_THAT(server_.Run("FLUSHALL"), HasSubstr("OK"));
  EXPECT_THAT(server_.Run("SCRIPT FLUSH"), HasSubstr("OK"));
  EXPECT_FALSE(Settle(reservation.id, 10));
  EXPECT_EQ(Use(), (CounterUse{0, 0}));
  EXPECT_TRUE(Reserve(OnDay(5)).ok());
  EXPECT_EQ(Use(), (CounterUse{0, 5}));
}

TEST_F(RedisChaosTest, FullServer) {
  const Reservation old = OnDay(30);
  ReserveAtLast(old);
  EXPECT_THAT(server_.Run("CONFIG SET maxmemory 1"), HasSubstr("OK"));
  const Reservation reservation = OnDay(1);
  ExpectUnavailable(Reserve(reservation), "no memory left");
  // A value that is not stored is no error.
  EXPECT_TRUE(Await(state_->PutValue("key", "v", absl::Hours(1))).ok());
  EXPECT_TRUE(Await(state_->GetValue("key")).ok());
  EXPECT_EQ(Use(), (CounterUse{0, 30}));
  EXPECT_TRUE(Settle(old.id, 10));
  EXPECT_THAT(server_.Run("CONFIG SET maxmemory 0"), HasSubstr("OK"));
  ReserveAtLast(reservation);
  EXPECT_EQ(Use(), (CounterUse{10, 1}));
}

TEST_F(RedisChaosTest, ServerBecomesAReplica) {
  ReserveAtLast(OnDay(30));
  // There is no primary at this port.
  EXPECT_THAT(server_.Run("REPLICAOF 127.0.0.1 1"), HasSubstr("OK"));
  const Reservation reservation = OnDay(1);
  ExpectUnavailable(Reserve(reservation), "");
  EXPECT_THAT(server_.Run("REPLICAOF NO ONE"), HasSubstr("OK"));
  ReserveAtLast(reservation);
  EXPECT_EQ(Use(), (CounterUse{0, 31}));
}

TEST_F(RedisChaosTest, SlowServer) {
  UnixRelay relay(server_.socket_path(), absl::Milliseconds(500));
  state_ = MakeState(OptionsFor(relay.address()));
  const Reservation reservation = OnDay(30);
  EXPECT_TRUE(Reserve(reservation).ok());
  EXPECT_TRUE(Settle(reservation.id, 10));
  EXPECT_EQ(Use(), (CounterUse{10, 0}));
}

TEST_F(RedisChaosTest, EveryKeyExpires) {
  const Reservation reservation = OnDay(30);
  ReserveAtLast(reservation);
  EXPECT_TRUE(Await(state_->PutValue("key", "v", absl::Hours(1))).ok());
  EXPECT_TRUE(Await(state_->AcquireLease("l", "t", absl::Hours(1))).ok());
  const TokenBucket bucket = {1, absl::Hours(1), 1};
  EXPECT_TRUE(Await(state_->Take("bucket", bucket, 1)).ok());
  const std::string info = server_.Run("INFO keyspace");
  // A counter, a reservation and their index; a value and three indexes; a
  // lease; a bucket.
  EXPECT_THAT(info, HasSubstr("db0:keys=9,expires=9,"));
}

}  // namespace
}  // namespace backlinks::state::redis::testing_redis
