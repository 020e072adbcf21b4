// How RedisState bounds its values.
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "fmt/format.h"
#include "gtest/gtest.h"
#include "service/state/redis/redis_state.h"
#include "tests/state/redis/redis_options.h"
#include "tests/state/redis/redis_server.h"
#include "tests/support/state/state_client.h"

namespace backlinks::state::redis::testing_redis {
namespace {

constexpr absl::Duration kLong = absl::Hours(1);

class RedisValueTest : public ::testing::Test {
 protected:
  std::unique_ptr<RedisState> Make() {
    RedisStateOptions options = OptionsFor(server_.address());
    options.max_value_bytes = 100;
    return MakeState(options);
  }
  void Put(const std::string& key, size_t size,
           absl::Duration time_to_live = kLong) {
    client_.Put(key, std::string(size, 'v'), time_to_live);
  }
  // Whether each of the keys "a" to "e" has a value.
  std::string Found() {
    std::string found;
    for (const char* key : {"a", "b", "c", "d", "e"}) {
      if (client_.Get(key)) found += key;
    }
    return found;
  }

  RedisServer server_;
  std::unique_ptr<RedisState> state_ = Make();
  testing_state::StateClient client_{*state_};
};

TEST_F(RedisValueTest, OldestAreRemovedFirst) {
  Put("a", 40);
  Put("b", 40);
  Put("c", 20);
  EXPECT_EQ(Found(), "abc");
  Put("d", 1);
  EXPECT_EQ(Found(), "bcd");
  Put("e", 80);  // 40 of b, 20 of c and 1 of d were used.
  EXPECT_EQ(Found(), "de");
}

TEST_F(RedisValueTest, ReplacedValueIsCountedOnce) {
  Put("a", 40);
  Put("b", 40);
  Put("a", 60);
  EXPECT_EQ(Found(), "ab");
  Put("c", 1);  // "b" is the oldest now.
  EXPECT_EQ(Found(), "ac");
}

TEST_F(RedisValueTest, ValueAboveTheBoundIsNotStored) {
  Put("a", 40);
  Put("b", 40);
  Put("b", 101);
  EXPECT_EQ(Found(), "a");
  Put("c", 60);
  EXPECT_EQ(Found(), "ac");
  Put("d", 100);
  EXPECT_EQ(Found(), "d");
}

TEST_F(RedisValueTest, ExpiredValuesAreRemovedBeforeOlderOnes) {
  Put("a", 40);
  Put("b", 60, absl::Milliseconds(20));
  absl::SleepFor(absl::Milliseconds(20));
  Put("c", 60);
  EXPECT_EQ(Found(), "ac");
}

TEST_F(RedisValueTest, FullServerLosesTheOldest) {
  Put("a", 40);
  Put("b", 40);
  server_.Run("CONFIG SET maxmemory 1");
  Put("c", 1);
  EXPECT_EQ(Found(), "b");
  Put("b", 1);  // A value that is not stored must not leave the former one.
  EXPECT_EQ(Found(), "");
  Put("d", 1);
  server_.Run("CONFIG SET maxmemory 0");
  Put("e", 100);
  EXPECT_EQ(Found(), "e");
}

TEST_F(RedisValueTest, FullServerHasSpaceForBudgetsAgain) {
  RedisStateOptions options = OptionsFor(server_.address());
  state_ = MakeState(options);
  testing_state::StateClient client(*state_);
  const Counter day = {"day", kNoLimit, absl::Now() + absl::Hours(48)};
  client.Reserve(testing_state::ReservationOf(1, {day}));
  constexpr int kValues = 40;
  const std::string value(100'000, 'v');
  for (int i = 0; i < kValues; ++i) {
    client.Put(fmt::format("old {}", i), value, kLong);
  }
  server_.Run("CONFIG SET maxmemory 4000000");
  const Reservation reservation = testing_state::ReservationOf(1, {day});
  const auto full = client.Run(state_->Reserve(reservation));
  EXPECT_TRUE(absl::IsUnavailable(full.status())) << full.status();
  absl::Status reserved = full.status();
  for (int i = 0; i < kValues && !reserved.ok(); ++i) {
    client.Put("new", value, kLong);
    reserved = client.Run(state_->Reserve(reservation)).status();
  }
  EXPECT_TRUE(reserved.ok()) << reserved;
}

TEST_F(RedisValueTest, LostIndexIsMadeAgain) {
  Put("a", 60);
  server_.Run("DEL backlinks:1:{value}:puts");
  Put("b", 60);
  Put("c", 60);
  EXPECT_EQ(client_.GetBytes("c"), std::string(60, 'v'));
  Put("d", 40);
  EXPECT_TRUE(client_.Get("c").has_value());
  EXPECT_TRUE(client_.Get("d").has_value());
}

}  // namespace
}  // namespace backlinks::state::redis::testing_redis
