#include "service/state/redis/sentinel_query.h"

#include <string>
#include <vector>

#include "fmt/format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/state/redis/reply_reader.h"
#include "tests/state/redis/sentinels.h"

namespace backlinks::state::redis::testing_redis {
namespace {

using ::testing::HasSubstr;

// Decodes one reply in two pieces.
Reply Decode(std::string_view bytes, size_t split = 0) {
  ReplyReader reader({});
  std::vector<Reply> replies;
  EXPECT_TRUE(reader.Feed(bytes.substr(0, split), replies).ok());
  EXPECT_TRUE(reader.Feed(bytes.substr(split), replies).ok());
  EXPECT_EQ(replies.size(), 1) << bytes;
  return replies.empty() ? Reply() : replies.front();
}

// Returns the message of the error.
std::string Error(std::string_view bytes) {
  const auto master = ReadMaster("main", Decode(bytes));
  EXPECT_TRUE(absl::IsUnavailable(master.status())) << master.status();
  return std::string(master.status().message());
}

TEST(SentinelQuery, NamesTheService) {
  EXPECT_EQ(MasterQuery("main"),
            Command({"SENTINEL", "get-master-addr-by-name", "main"}));
}

TEST(SentinelQuery, AddressSplitAtEveryByte) {
  for (const HostPort& master :
       {HostPort{.host = "10.0.0.1", .port = 6379},
        HostPort{.host = "2001:db8::1", .port = 1},
        HostPort{.host = "redis-0.redis.svc", .port = 65535}}) {
    const std::string bytes = MasterReply(master);
    for (size_t split = 0; split <= bytes.size(); ++split) {
      const auto read = ReadMaster("main", Decode(bytes, split));
      ASSERT_TRUE(read.ok()) << split << ": " << read.status();
      EXPECT_EQ(*read, master) << split;
    }
  }
}

TEST(SentinelQuery, UnknownServiceIsNamed) {
  EXPECT_EQ(Error(kUnknownService), "it knows no service main");
  EXPECT_EQ(Error("$-1\r\n"), "it knows no service main");
}

TEST(SentinelQuery, LoginMayBeNeeded) {
  const std::string error = "-NOAUTH Authentication required.\r\n";
  EXPECT_TRUE(AsksForLogin(Decode(error)));
  EXPECT_THAT(Error(error), HasSubstr("rejects the user, the password"));
  EXPECT_FALSE(AsksForLogin(Decode("-NOPERM no permission\r\n")));
  EXPECT_FALSE(AsksForLogin(Decode("+NOAUTH\r\n")));
  EXPECT_FALSE(AsksForLogin(Decode(kUnknownService)));
}

TEST(SentinelQuery, ServerOfAnotherKind) {
  EXPECT_EQ(Error("-ERR unknown command 'SENTINEL', with args beginning "
                  "with: 'main'\r\n"),
            "it is not a Sentinel");
  EXPECT_THAT(Error("-ERR unknown\r\n"), HasSubstr("ERR unknown"));
}

TEST(SentinelQuery, OtherReplies) {
  for (const char* reply :
       {"+OK\r\n", ":1\r\n", "$4\r\nhost\r\n", "*0\r\n", "*1\r\n$4\r\nhost\r\n",
        "*2\r\n$4\r\nhost\r\n:6379\r\n", "*2\r\n$-1\r\n$-1\r\n",
        "*2\r\n*0\r\n*0\r\n", "*3\r\n$1\r\nh\r\n$1\r\n1\r\n$1\r\n2\r\n"}) {
    EXPECT_EQ(Error(reply), "it does not respond like a Sentinel") << reply;
  }
}

TEST(SentinelQuery, InvalidAddress) {
  for (const char* port : {"", "0", "65536", "-1", "+1", "1x", " 1"}) {
    const std::string reply = fmt::format("*2\r\n$1\r\nh\r\n${}\r\n{}\r\n",
                                          std::string(port).size(), port);
    EXPECT_EQ(Error(reply), "its address of the master is invalid") << port;
  }
  for (const std::string& host :
       {std::string(), std::string("a b"), std::string("a\nb"),
        std::string("a\0b", 3), std::string("\xff"), std::string(256, 'h')}) {
    const std::string error = Error(MasterReply({.host = host, .port = 1}));
    EXPECT_EQ(error, "its address of the master is invalid") << host;
  }
  Error(MasterReply({.host = "", .port = 1}));
}

}  // namespace
}  // namespace backlinks::state::redis::testing_redis
