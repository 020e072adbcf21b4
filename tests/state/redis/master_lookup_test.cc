#include "service/state/redis/master_lookup.h"

#include <chrono>
#include <exception>
#include <optional>
#include <string>
#include <utility>

#include "boost/asio/co_spawn.hpp"
#include "boost/asio/io_context.hpp"
#include "boost/asio/steady_timer.hpp"
#include "boost/system/error_code.hpp"
#include "fmt/format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/state/redis/scripted_redis.h"
#include "tests/state/redis/sentinels.h"

namespace backlinks::state::redis::testing_redis {
namespace {

using Answers = ScriptedRedis::Answers;
using Connections = ScriptedRedis::Connections;
using ::testing::HasSubstr;
using ::testing::Not;

const HostPort kFirst = {.host = "10.0.0.1", .port = 1};
const HostPort kSecond = {.host = "10.0.0.2", .port = 2};

// A lookup on an executor of its own.
class Lookup {
 public:
  explicit Lookup(const ServerAddress& address,
                  absl::Duration timeout = absl::Seconds(60))
      : lookup_(io_.get_executor(), address, nullptr, timeout) {}

  absl::StatusOr<HostPort> Find() {
    std::optional<absl::StatusOr<HostPort>> result;
    boost::asio::co_spawn(
        io_, lookup_.Find(),
        [&](const std::exception_ptr& error, absl::StatusOr<HostPort> master) {
          EXPECT_FALSE(error);
          result = std::move(master);
        });
    io_.restart();
    io_.run();
    EXPECT_TRUE(result.has_value());
    return result.value_or(absl::InternalError("no result"));
  }
  // Returns the name of the master.
  std::string Name() {
    const auto master = Find();
    return master.ok() ? master->name() : master.status().ToString();
  }
  // Returns the message of the error.
  std::string Error() {
    const auto master = Find();
    EXPECT_TRUE(absl::IsUnavailable(master.status())) << master.status();
    return std::string(master.status().message());
  }

  boost::asio::io_context& io() { return io_; }
  MasterLookup& lookup() { return lookup_; }

 private:
  boost::asio::io_context io_{1};
  MasterLookup lookup_;
};

// What one sends that says the same on every connection.
Answers Says(const std::string& reply) { return {reply}; }

TEST(MasterLookup, FindsTheMaster) {
  const ScriptedRedis sentinel(Connections{Says(MasterReply(kFirst))});
  Lookup lookup(ServiceOf({&sentinel}));
  EXPECT_EQ(lookup.Name(), "10.0.0.1:1");
  EXPECT_EQ(lookup.Name(), "10.0.0.1:1");
}

TEST(MasterLookup, AsksUntilOneKnowsTheMaster) {
  const ScriptedRedis ignorant(Connections{Says(kUnknownService)});
  const ScriptedRedis closes(Connections{Says("")});
  const ScriptedRedis knows(Connections{Says(MasterReply(kFirst))});
  ServerAddress address = ServiceOf({&ignorant, &closes, &knows});
  // A reserved port, at which nothing listens.
  address.sentinels.insert(address.sentinels.begin(),
                           {.host = "127.0.0.1", .port = 1});
  EXPECT_EQ(Lookup(address).Name(), "10.0.0.1:1");
}

TEST(MasterLookup, DoesNotWaitForOneThatIsSilent) {
  const ScriptedRedis silent(Connections{kSilence});
  const ScriptedRedis knows(Connections{Says(MasterReply(kFirst))});
  EXPECT_EQ(Lookup(ServiceOf({&silent, &knows}), absl::Seconds(4)).Name(),
            "10.0.0.1:1");
}

TEST(MasterLookup, AsksTheOneThatKnewFirst) {
  const ScriptedRedis late(
      Connections{Says(kUnknownService), Says(MasterReply(kFirst))});
  const ScriptedRedis knows(Connections{Says(MasterReply(kSecond))});
  Lookup lookup(ServiceOf({&late, &knows}));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(lookup.Name(), "10.0.0.2:2");
}

TEST(MasterLookup, DoesNotAskTheOneThatWasWrongFirst) {
  const ScriptedRedis first(Connections{Says(MasterReply(kFirst))});
  const ScriptedRedis second(Connections{Says(MasterReply(kSecond))});
  Lookup lookup(ServiceOf({&first, &second}));
  EXPECT_EQ(lookup.Name(), "10.0.0.1:1");
  lookup.lookup().Distrust();
  EXPECT_EQ(lookup.Name(), "10.0.0.2:2");
  lookup.lookup().Distrust();
  EXPECT_EQ(lookup.Name(), "10.0.0.1:1");
}

TEST(MasterLookup, ErrorNamesEachSentinel) {
  const ScriptedRedis first(Connections{Says(kUnknownService)});
  const ScriptedRedis second(
      Connections{Says("-ERR unknown command 'SENTINEL'\r\n")});
  EXPECT_EQ(Lookup(ServiceOf({&first, &second})).Error(),
            fmt::format("Sentinel at {}: it knows no service main; Sentinel at "
                        "{}: it is not a Sentinel",
                        first.address().name(), second.address().name()));
}

TEST(MasterLookup, TellsUserAndPasswordIfItIsAsked) {
  const ScriptedRedis sentinel(
      Connections{Answers{"-NOAUTH Authentication required.\r\n",
                          "+OK\r\n" + MasterReply(kFirst)}});
  ServerAddress address = ServiceOf({&sentinel});
  EXPECT_THAT(Lookup(address).Error(),
              HasSubstr("rejects the user, the password"));
  address.password = Secret("hunter2");
  EXPECT_EQ(Lookup(address).Name(), "10.0.0.1:1");
}

TEST(MasterLookup, WrongPasswordIsNotReported) {
  const ScriptedRedis sentinel(Connections{
      Answers{"-NOAUTH Authentication required.\r\n",
              "-WRONGPASS hunter2 is invalid\r\n-NOAUTH hunter2\r\n"}});
  ServerAddress address = ServiceOf({&sentinel});
  address.password = Secret("hunter2");
  const std::string error = Lookup(address).Error();
  EXPECT_THAT(error, HasSubstr("rejects the user, the password"));
  EXPECT_THAT(error, Not(HasSubstr("hunter2")));
}

TEST(MasterLookup, ReplyWithoutAQuestionIsAnError) {
  const ScriptedRedis sentinel(
      Connections{Says(MasterReply(kFirst) + MasterReply(kSecond))});
  EXPECT_THAT(Lookup(ServiceOf({&sentinel})).Error(),
              HasSubstr("a reply without a command"));
}

TEST(MasterLookup, StopEndsIt) {
  const ScriptedRedis silent(Connections{kSilence});
  const ScriptedRedis knows(Connections{Says(MasterReply(kFirst))});
  Lookup lookup(ServiceOf({&silent, &knows}), absl::Hours(1));
  boost::asio::steady_timer timer(lookup.io(), std::chrono::milliseconds(50));
  timer.async_wait([&](const boost::system::error_code&) {
    lookup.lookup().Stop(absl::UnavailableError("the end"));
  });
  EXPECT_EQ(lookup.Error(), "the end");
  EXPECT_EQ(lookup.Error(), "the end");
}

}  // namespace
}  // namespace backlinks::state::redis::testing_redis
