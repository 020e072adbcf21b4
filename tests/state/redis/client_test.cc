// Client against real and scripted servers.
#include "service/state/redis/client.h"

#include <array>
#include <future>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "boost/asio/buffer.hpp"
#include "boost/asio/error.hpp"
#include "boost/asio/io_context.hpp"
#include "boost/asio/ip/tcp.hpp"
#include "boost/asio/write.hpp"
#include "boost/system/error_code.hpp"
#include "fmt/format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/state/redis/call.h"
#include "tests/state/redis/redis_options.h"
#include "tests/state/redis/redis_server.h"
#include "tests/state/redis/scripted_redis.h"
#include "tests/state/redis/unix_relay.h"
#include "tests/support/random_source.h"

namespace backlinks::state::redis::testing_redis {
namespace {

namespace asio = boost::asio;
using ::testing::HasSubstr;
using ::testing::Not;

using Answers = ScriptedRedis::Answers;
using Connections = ScriptedRedis::Connections;

const Command kPing = {"PING"};

std::unique_ptr<Client> MakeClient(const ServerAddress& address) {
  auto client = Client::Make(OptionsFor(address).client);
  EXPECT_TRUE(client.ok()) << client.status();
  return *std::move(client);
}

// The error of a call that fails.
absl::Status Error(Client& client, const Command& command = kPing) {
  const Outcome outcome = Call(client, command);
  EXPECT_FALSE(outcome.reply.ok());
  EXPECT_TRUE(absl::IsUnavailable(outcome.reply.status()))
      << outcome.reply.status();
  return outcome.reply.status();
}

// Repeats the call until it succeeds: after a loss, the first ones may fail.
std::string Recovers(Client& client, const Command& command = kPing) {
  for (int i = 0; i < 3000; ++i) {
    const Outcome outcome = Call(client, command);
    if (outcome.reply.ok()) return outcome.reply->text;
    absl::SleepFor(absl::Milliseconds(10));
  }
  return "has not recovered";
}

TEST(RedisClient, RunsCommandsOfAnyBytes) {
  const RedisServer server;
  const auto client = MakeClient(server.address());
  const std::string bytes("a\0\r\n\xff", 5);
  EXPECT_EQ(Call(*client, {"SET", bytes, bytes}).reply->text, "OK");
  EXPECT_EQ(Call(*client, {"GET", bytes}).reply->text, bytes);
  const Outcome outcome = Call(*client, {"NOSUCH"});
  ASSERT_TRUE(outcome.reply.ok());
  EXPECT_TRUE(outcome.reply->is_error());
}

TEST(RedisClient, LargeValues) {
  const RedisServer server;
  const auto client = MakeClient(server.address());
  const std::string value(16 << 20, 'v');
  EXPECT_EQ(Call(*client, {"SET", "k", value}).reply->text, "OK");
  EXPECT_EQ(Call(*client, {"GET", "k"}).reply->text, value);
}

TEST(RedisClient, LogsInAndSelectsADatabase) {
  const RedisServer server({"--requirepass", "hunter2", "--user", "app", "on",
                            ">hunter3", "~*", "+@all"});
  ServerAddress address = server.address();
  address.password = Secret("hunter2");
  address.database = 3;
  const auto client = MakeClient(address);
  EXPECT_EQ(Call(*client, {"SET", "k", "v"}).reply->text, "OK");
  address.user = "app";
  address.password = Secret("hunter3");
  const auto other = MakeClient(address);
  EXPECT_EQ(Call(*other, {"GET", "k"}).reply->text, "v");
  address.database = 0;
  const auto elsewhere = MakeClient(address);
  EXPECT_TRUE(Call(*elsewhere, {"GET", "k"}).reply->is_nil());
}

TEST(RedisClient, WrongLoginIsReportedWithoutThePassword) {
  const RedisServer server({"--requirepass", "hunter2"});
  ServerAddress address = server.address();
  EXPECT_THAT(std::string(Error(*MakeClient(address)).message()),
              HasSubstr("rejects the user, the password"));
  address.password = Secret("hunter3");
  const absl::Status wrong = Error(*MakeClient(address));
  EXPECT_THAT(std::string(wrong.message()),
              HasSubstr("rejects the user, the password"));
  EXPECT_THAT(std::string(wrong.message()), Not(HasSubstr("hunter")));
}

TEST(RedisClient, WrongDatabaseIsReported) {
  const RedisServer server({"--databases", "2"});
  ServerAddress address = server.address();
  address.database = 2;
  EXPECT_THAT(std::string(Error(*MakeClient(address)).message()),
              HasSubstr("rejects the command SELECT"));
}

TEST(RedisClient, PasswordThatTheServerRepeatsIsNotReported) {
  const ScriptedRedis server(
      {{"-ERR unknown command AUTH with hunter2\r\n"
        "-ERR\r\n"}});
  ServerAddress address = server.address();
  address.password = Secret("hunter2");
  const absl::Status status = Error(*MakeClient(address));
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("rejects the command AUTH"));
  EXPECT_THAT(status.ToString(), Not(HasSubstr("hunter2")));
}

TEST(RedisClient, ServerThatIsAwayIsNamed) {
  const testing_file::TemporaryFolder folder;
  ServerAddress address;
  address.unix_path = folder.path("nothing");
  const auto client = MakeClient(address);
  for (int i = 0; i < 10; ++i) {
    const Outcome outcome = Call(*client, kPing);
    EXPECT_FALSE(outcome.maybe_executed);
    EXPECT_THAT(std::string(outcome.reply.status().message()),
                HasSubstr("Redis at " + address.unix_path + ": No such file"));
  }
}

TEST(RedisClient, LostConnectionIsOpenedAgainAtOnce) {
  const RedisServer server;
  UnixRelay relay(server.socket_path());
  const auto client = MakeClient(relay.address());
  for (int i = 1; i <= 20; ++i) {
    EXPECT_EQ(Recovers(*client), "PONG");
    relay.CutAll();
  }
  EXPECT_GE(relay.connection_count(), 20);
}

TEST(RedisClient, CommandWithoutReplyMayHaveBeenExecuted) {
  const ScriptedRedis server(Connections{Answers{"+PONG\r\n", ""}});
  const auto client = MakeClient(server.address());
  const Outcome outcome = Call(*client, kPing);
  EXPECT_TRUE(absl::IsUnavailable(outcome.reply.status()));
  EXPECT_TRUE(outcome.maybe_executed);
}

TEST(RedisClient, RecoversWhenTheServerHasLoadedItsData) {
  ScriptedRedis server(Connections{Answers{"-LOADING Redis is loading\r\n"}});
  const auto client = MakeClient(server.address());
  EXPECT_THAT(std::string(Error(*client).message()), HasSubstr("loading"));
  server.Replace(Connections{Answers{"+PONG\r\n", "+fine\r\n", "+fine\r\n"}});
  EXPECT_EQ(Recovers(*client), "fine");
}

TEST(RedisClient, ConnectsAgainAfterAFailover) {
  for (const char* error :
       {"-READONLY You can't write\r\n", "-MOVED 1 10.0.0.1:6379\r\n"}) {
    const ScriptedRedis server(
        Connections{Answers{"+PONG\r\n", error, "+same\r\n"},
                    Answers{"+PONG\r\n", "+other\r\n", "+other\r\n"}});
    const auto client = MakeClient(server.address());
    EXPECT_TRUE(Call(*client, kPing).reply->is_error());
    EXPECT_EQ(Recovers(*client), "other");
  }
}

// Otherwise each command would open a connection.
TEST(RedisClient, PausesAfterAServerThatIsReadOnly) {
  const ScriptedRedis server(Connections{
      Answers{"+PONG\r\n", "+fine\r\n", "-READONLY\r\n", "+same\r\n"},
      Answers{"+PONG\r\n", "-READONLY\r\n", "+same\r\n"}});
  auto options = OptionsFor(server.address()).client;
  options.connection.backoff = {absl::Hours(1), absl::Hours(1)};
  const auto client = *Client::Make(options);
  EXPECT_EQ(Call(*client, kPing).reply->text, "fine");
  EXPECT_TRUE(Call(*client, kPing).reply->is_error());
  for (int i = 0; i < 10; ++i) {
    EXPECT_THAT(std::string(Error(*client).message()), HasSubstr("read-only"));
  }
}

// Whether a call failed at once because the client made a pause after the loss
// of a connection that was idle for this time.
bool PausesAfterIdle(absl::Duration idle) {
  const RedisServer server;
  UnixRelay relay(server.socket_path());
  auto options = OptionsFor(relay.address()).client;
  options.connection.backoff = {absl::Milliseconds(100),
                                absl::Milliseconds(100)};
  const auto client = *Client::Make(options);
  absl::SleepFor(idle);
  relay.CutAll();
  for (;;) {
    const Outcome outcome = Call(*client, kPing);
    if (outcome.reply.ok()) return false;
    // One that was sent on the lost connection is no sign of a pause.
    if (!outcome.maybe_executed) return true;
  }
}

// A slow machine may need longer to open the connection.
TEST(RedisClient, LossOfAnIdleConnectionIsNoFailure) {
  absl::Duration idle = absl::Milliseconds(250);
  while (PausesAfterIdle(idle)) {
    idle *= 2;
    ASSERT_LT(idle, absl::Seconds(10));
  }
}

// Logs a client in, and answers nothing else. Returns how the connection ended.
boost::system::error_code EndOfSilentConnection(
    asio::ip::tcp::acceptor& acceptor) {
  asio::ip::tcp::socket socket = acceptor.accept();
  std::array<char, 4096> buffer{};
  boost::system::error_code error;
  socket.read_some(asio::buffer(buffer), error);
  asio::write(socket, asio::buffer(std::string_view("+PONG\r\n")), error);
  while (!error) socket.read_some(asio::buffer(buffer), error);
  return error;
}

TEST(RedisClient, LateCommandIsNotSentAgain) {
  asio::io_context io;
  asio::ip::tcp::acceptor acceptor(
      io, {asio::ip::address_v4::loopback(), /*port_num=*/0});
  auto end = std::async(std::launch::async,
                        [&] { return EndOfSilentConnection(acceptor); });
  ServerAddress address;
  address.host = "127.0.0.1";
  address.port = acceptor.local_endpoint().port();
  auto options = OptionsFor(address).client;
  options.connection.command_timeout = absl::Milliseconds(100);
  const auto client = *Client::Make(options);
  // The first ones may be late before there is a connection.
  while (!Call(*client, kPing).maybe_executed) {
  }
  EXPECT_EQ(end.get(), asio::error::connection_reset);
}

TEST(RedisClient, UnknownProtocolIsReported) {
  const ScriptedRedis server(
      Connections{Answers{"HTTP/1.1 400 Bad Request\r\n\r\n"}});
  EXPECT_THAT(std::string(Error(*MakeClient(server.address())).message()),
              HasSubstr("does not respond like Redis"));
}

TEST(RedisClient, RecoversFromGarbage) {
  testing_support::RandomSource random(testing_support::PrintedSeed());
  Connections connections;
  for (int i = 0; i < 50; ++i) {
    std::string garbage;
    const int64_t size = 1 + random.Below(40);
    for (int64_t n = 0; n < size; ++n) {
      garbage += "+-:$*\r\n019x\xff"[random.Below(12)];
    }
    connections.push_back(Answers{"+PONG\r\n", garbage + "\r\n"});
  }
  connections.push_back(Answers{"+PONG\r\n", "+fine\r\n"});
  auto options = OptionsFor({}).client;
  const ScriptedRedis server(connections);
  options.connection.address = server.address();
  options.connection.command_timeout = absl::Milliseconds(100);
  const auto client = *Client::Make(options);
  for (int i = 0; i < 3000; ++i) {
    const Outcome outcome = Call(*client, kPing);
    if (outcome.reply.ok() && outcome.reply->text == "fine") return;
    absl::SleepFor(absl::Milliseconds(1));
  }
  FAIL() << "has not recovered";
}

TEST(RedisClient, ClosesWithRunningConnection) {
  const RedisServer server;
  for (int i = 0; i < 20; ++i) {
    const auto client = MakeClient(server.address());
    if (i % 2 == 0) Call(*client, kPing);
  }
}

}  // namespace
}  // namespace backlinks::state::redis::testing_redis
