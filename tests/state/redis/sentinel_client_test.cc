// Client against the master that scripted Sentinels name.
#include <memory>
#include <string>

#include "absl/time/clock.h"
#include "fmt/format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/state/redis/client.h"
#include "tests/state/redis/call.h"
#include "tests/state/redis/redis_options.h"
#include "tests/state/redis/scripted_redis.h"
#include "tests/state/redis/sentinels.h"

namespace backlinks::state::redis::testing_redis {
namespace {

using Answers = ScriptedRedis::Answers;
using Connections = ScriptedRedis::Connections;
using ::testing::HasSubstr;

const Command kPing = {"PING"};

std::unique_ptr<Client> MakeClient(const ServerAddress& address) {
  auto client = Client::Make(OptionsFor(address).client);
  EXPECT_TRUE(client.ok()) << client.status();
  return *std::move(client);
}

// Names `first` on the first connection, and `second` on those that follow.
ScriptedRedis SentinelOf(const ScriptedRedis& first,
                         const ScriptedRedis& second) {
  return ScriptedRedis(
      {{MasterReply(HostPortOf(first))}, {MasterReply(HostPortOf(second))}});
}

// Repeats the call until it succeeds: the first ones may fail.
std::string Recovers(Client& client) {
  for (int i = 0; i < 3000; ++i) {
    const Outcome outcome = Call(client, kPing);
    if (outcome.reply.ok() && !outcome.reply->is_error()) {
      return outcome.reply->text;
    }
    absl::SleepFor(absl::Milliseconds(10));
  }
  return "has not recovered";
}

TEST(SentinelClient, UsesTheMaster) {
  const ScriptedRedis master(
      Connections{Answers{kMasterLogin, "+fine\r\n", "+fine\r\n"}});
  const ScriptedRedis sentinel(
      Connections{Answers{MasterReply(HostPortOf(master))}});
  const auto client = MakeClient(ServiceOf({&sentinel}));
  EXPECT_EQ(Call(*client, kPing).reply->text, "fine");
}

TEST(SentinelClient, LeavesAServerThatIsNotTheMaster) {
  for (const char* role :
       {kReplicaLogin, "+PONG\r\n*1\r\n$8\r\nsentinel\r\n", "+PONG\r\n*0\r\n",
        "+PONG\r\n+master\r\n", "+PONG\r\n-NOPERM no permission\r\n",
        "-MASTERDOWN Link with MASTER is down\r\n-ERR\r\n"}) {
    const ScriptedRedis replica(
        Connections{Answers{role, "+wrong\r\n", "+wrong\r\n"}});
    const ScriptedRedis master(
        Connections{Answers{kMasterLogin, "+fine\r\n", "+fine\r\n"}});
    const ScriptedRedis sentinel = SentinelOf(replica, master);
    const auto client = MakeClient(ServiceOf({&sentinel}));
    EXPECT_EQ(Recovers(*client), "fine") << role;
  }
}

TEST(SentinelClient, ErrorsNameTheServer) {
  const ScriptedRedis replica(Connections{Answers{kReplicaLogin}});
  const ScriptedRedis knows(
      Connections{Answers{MasterReply(HostPortOf(replica))}});
  const ScriptedRedis ignorant(Connections{Answers{kUnknownService}});
  const auto client = MakeClient(ServiceOf({&knows}));
  EXPECT_EQ(Call(*client, kPing).reply.status().message(),
            fmt::format("Redis at {} (main): it is not the master",
                        replica.address().name()));
  const auto other = MakeClient(ServiceOf({&ignorant}));
  EXPECT_EQ(Call(*other, kPing).reply.status().message(),
            fmt::format("Redis at main (Sentinel): Sentinel at {}: it knows no "
                        "service main",
                        ignorant.address().name()));
}

TEST(SentinelClient, AsksAgainWhenTheMasterHasChanged) {
  for (const Answers& answers :
       {Answers{kMasterLogin},  // And closes the connection.
        Answers{kMasterLogin, "-READONLY You can't write\r\n", "+wrong\r\n"},
        Answers{kMasterLogin, "-NOREPLICAS Not enough\r\n", "+wrong\r\n"}}) {
    const ScriptedRedis old(Connections{answers});
    const ScriptedRedis master(Connections{
        Answers{kMasterLogin, "+fine\r\n", "+fine\r\n", "+fine\r\n"}});
    const ScriptedRedis sentinel = SentinelOf(old, master);
    const auto client = MakeClient(ServiceOf({&sentinel}));
    EXPECT_EQ(Recovers(*client), "fine") << answers.back();
  }
}

TEST(SentinelClient, AsksAnotherSentinelAfterAWrongAddress) {
  const ScriptedRedis replica(Connections{Answers{kReplicaLogin}});
  const ScriptedRedis master(
      Connections{Answers{kMasterLogin, "+fine\r\n", "+fine\r\n"}});
  const ScriptedRedis outdated(
      Connections{Answers{MasterReply(HostPortOf(replica))}});
  const ScriptedRedis knows(
      Connections{Answers{MasterReply(HostPortOf(master))}});
  const auto client = MakeClient(ServiceOf({&outdated, &knows}));
  EXPECT_EQ(Recovers(*client), "fine");
}

// Though the old one is up, and sends neither an error nor an end.
TEST(SentinelClient, LeavesAMasterThatWasReplaced) {
  const ScriptedRedis old(
      Connections{Answers{kMasterLogin, "+old\r\n", "", ""}});
  const ScriptedRedis master(
      Connections{Answers{kMasterLogin, "+new\r\n", "+new\r\n"}});
  const ScriptedRedis sentinel = SentinelOf(old, master);
  auto options = OptionsFor(ServiceOf({&sentinel})).client;
  options.connection.watch_interval = absl::Seconds(1);
  const auto client = *Client::Make(options);
  EXPECT_EQ(Call(*client, kPing).reply->text, "old");
  const Outcome outcome = Call(*client, kPing);
  EXPECT_TRUE(outcome.maybe_executed);
  EXPECT_THAT(std::string(outcome.reply.status().message()),
              HasSubstr("Sentinels name another master"));
  EXPECT_EQ(Recovers(*client), "new");
}

// The watch asks again and again meanwhile.
TEST(SentinelClient, KeepsTheMasterWithoutSentinels) {
  const ScriptedRedis master(
      Connections{Answers{kMasterLogin, "+one\r\n", "+two\r\n", "+three\r\n"}});
  const ScriptedRedis sentinel(
      Connections{Answers{MasterReply(HostPortOf(master))},
                  Answers{kUnknownService}, Answers{""}});
  auto options = OptionsFor(ServiceOf({&sentinel})).client;
  options.connection.watch_interval = absl::Milliseconds(1);
  const auto client = *Client::Make(options);
  for (const char* reply : {"one", "two"}) {
    EXPECT_EQ(Call(*client, kPing).reply->text, reply);
    absl::SleepFor(absl::Milliseconds(100));
  }
}

TEST(SentinelClient, ClosesWhileItAsks) {
  const ScriptedRedis silent(Connections{kSilence});
  for (int i = 0; i < 20; ++i) {
    const auto client = MakeClient(ServiceOf({&silent}));
    if (i % 2 == 0) absl::SleepFor(absl::Milliseconds(5));
  }
}

}  // namespace
}  // namespace backlinks::state::redis::testing_redis
