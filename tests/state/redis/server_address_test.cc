#include "service/state/redis/server_address.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace backlinks::state::redis {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

ServerAddress Parse(std::string_view url, const std::string& password = "") {
  auto address = ParseServerUrl(url, Secret(password));
  EXPECT_TRUE(address.ok()) << url << ": " << address.status();
  return address.ok() ? *std::move(address) : ServerAddress();
}

// Returns the message of the error.
std::string Error(std::string_view url, const std::string& password = "") {
  const auto address = ParseServerUrl(url, Secret(password));
  EXPECT_FALSE(address.ok()) << url;
  EXPECT_EQ(address.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(address.status().message());
}

TEST(ServerAddress, HostAloneHasDefaults) {
  const ServerAddress address = Parse("redis://cache.internal");
  EXPECT_FALSE(address.tls);
  EXPECT_EQ(address.host, "cache.internal");
  EXPECT_EQ(address.port, 6379);
  EXPECT_EQ(address.user, "");
  EXPECT_TRUE(address.password.empty());
  EXPECT_EQ(address.database, 0);
  EXPECT_EQ(address.name(), "cache.internal:6379");
}

TEST(ServerAddress, EveryPart) {
  const ServerAddress address = Parse("rediss://app:pw@10.0.0.1:7000/15");
  EXPECT_TRUE(address.tls);
  EXPECT_EQ(address.host, "10.0.0.1");
  EXPECT_EQ(address.port, 7000);
  EXPECT_EQ(address.user, "app");
  EXPECT_EQ(address.password.Reveal(), "pw");
  EXPECT_EQ(address.database, 15);
  EXPECT_EQ(address.name(), "10.0.0.1:7000");
}

TEST(ServerAddress, Ipv6HasBracketsInTheUrlAndTheName) {
  const ServerAddress address = Parse("redis://[::1]:7000");
  EXPECT_EQ(address.host, "::1");
  EXPECT_EQ(address.name(), "[::1]:7000");
}

TEST(ServerAddress, PercentEncodingIsDecoded) {
  const ServerAddress address = Parse("redis://a%40b:p%2F%3A%20%23@host");
  EXPECT_EQ(address.user, "a@b");
  EXPECT_EQ(address.password.Reveal(), "p/: #");
}

TEST(ServerAddress, PasswordWithoutUser) {
  const ServerAddress address = Parse("redis://:pw@host/");
  EXPECT_EQ(address.user, "");
  EXPECT_EQ(address.password.Reveal(), "pw");
}

TEST(ServerAddress, PasswordFromElsewhere) {
  EXPECT_EQ(Parse("redis://host", "other").password.Reveal(), "other");
  EXPECT_EQ(Parse("redis://app@host", "other").user, "app");
  EXPECT_THAT(Error("redis://:pw@host", "other"), HasSubstr("password"));
  EXPECT_THAT(Error("redis://app@host"), HasSubstr("without a password"));
}

TEST(ServerAddress, UnixSocket) {
  const ServerAddress address = Parse("unix:///run/redis%20x.sock?db=3");
  EXPECT_EQ(address.unix_path, "/run/redis x.sock");
  EXPECT_EQ(address.database, 3);
  EXPECT_EQ(address.name(), "/run/redis x.sock");
  EXPECT_EQ(Parse("unix://:pw@/run/r.sock").password.Reveal(), "pw");
}

TEST(ServerAddress, UnixSocketWithAWrongPath) {
  Error("unix://");
  Error("unix:///");
  Error("unix://host/run/r.sock");
  Error("unix:///run/r.sock?database=3");
  Error("unix:///run/r%00.sock");
  Parse("unix:///" + std::string(106, 'p'));
  EXPECT_THAT(Error("unix:///" + std::string(107, 'p')), HasSubstr("107"));
}

TEST(ServerAddress, Database) {
  EXPECT_EQ(Parse("redis://host/65535").database, 65535);
  for (const char* path : {"65536", "99999999999", "-1", "+1", "x", "1x", "1/",
                           "1/2", "%201", "/0"}) {
    EXPECT_THAT(Error(std::string("redis://host/") + path),
                HasSubstr("from 0 to 65535"));
  }
  Error("unix:///run/r.sock?db=");
  Error("unix:///run/r.sock?db=-1");
}

TEST(ServerAddress, Port) {
  EXPECT_EQ(Parse("redis://host:65535").port, 65535);
  for (const char* port : {"0", "65536", "x", "-1", "99999999999"}) {
    Error(std::string("redis://host:") + port);
  }
}

TEST(ServerAddress, Sentinels) {
  const ServerAddress address = Parse(
      "rediss+sentinel://app:p%2C,w@a.example:7000,10.0.0.1,[::1]:1/main-1/3");
  EXPECT_TRUE(address.tls);
  EXPECT_EQ(address.user, "app");
  EXPECT_EQ(address.password.Reveal(), "p,,w");
  EXPECT_THAT(address.sentinels,
              ElementsAre(HostPort{.host = "a.example", .port = 7000},
                          HostPort{.host = "10.0.0.1", .port = 26379},
                          HostPort{.host = "::1", .port = 1}));
  EXPECT_EQ(address.service, "main-1");
  EXPECT_EQ(address.database, 3);
  EXPECT_EQ(address.name(), "main-1 (Sentinel)");
}

TEST(ServerAddress, OneSentinelHasDefaults) {
  for (const char* path : {"/my_master.1", "/my_master.1/"}) {
    const ServerAddress address =
        Parse(std::string("redis+sentinel://localhost") + path);
    EXPECT_FALSE(address.tls);
    EXPECT_THAT(address.sentinels,
                ElementsAre(HostPort{.host = "localhost", .port = 26379}));
    EXPECT_EQ(address.service, "my_master.1");
    EXPECT_EQ(address.database, 0);
    EXPECT_TRUE(address.password.empty());
  }
}

TEST(ServerAddress, PasswordOfSentinelsFromElsewhere) {
  const std::string url = "redis+sentinel://app@h,i/main";
  EXPECT_EQ(Parse(url, "other").password.Reveal(), "other");
  EXPECT_THAT(Error(url), HasSubstr("without a password"));
  EXPECT_THAT(Error("redis+sentinel://:pw@h,i/main", "other"),
              HasSubstr("another one"));
}

TEST(ServerAddress, SentinelsAreLimited) {
  std::string hosts = "h";
  for (int i = 1; i < 8; ++i) hosts += ",h";
  EXPECT_EQ(Parse("redis+sentinel://" + hosts + "/m").sentinels.size(), 8);
  EXPECT_EQ(Error("redis+sentinel://" + hosts + ",h/m"),
            "must have 1 to 8 Sentinels");
}

TEST(ServerAddress, Service) {
  Parse("redis+sentinel://h/" + std::string(100, 'm'));
  for (const char* path : {"", "/", "//0"}) {
    EXPECT_THAT(Error(std::string("redis+sentinel://h") + path),
                HasSubstr("needs the name of the service"));
  }
  for (const std::string& service :
       {std::string(101, 'm'), std::string("a%20b"), std::string("a:b"),
        std::string("%C3%A9"), std::string("a%00")}) {
    EXPECT_THAT(Error("redis+sentinel://h/" + service),
                HasSubstr("must be 1 to 100 letters"));
  }
}

TEST(ServerAddress, OtherMistakesOfSentinels) {
  for (const char* url : {"redis+sentinel:h/m",
                          "redis+sentinel:/h/m",
                          "redis+sentinel:///m",
                          "redis+sentinel://h,/m",
                          "redis+sentinel://,h/m",
                          "redis+sentinel://h,,i/m",
                          "redis+sentinel://h:0,i/m",
                          "redis+sentinel://h,i:65536/m",
                          "redis+sentinel://h,i:x/m",
                          "redis+sentinel://h,i j/m",
                          "redis+sentinel://[::1,h/m",
                          "redis+sentinel://h,%69/m",
                          "redis+sentinel://h/m/x",
                          "redis+sentinel://h/m/65536",
                          "redis+sentinel://h/m/0/0",
                          "redis+sentinel://h/m?x=1",
                          "redis+sentinel://h/m#x",
                          "redis+sentinel://a@b@h/m",
                          "redis+sentinel",
                          "redis+sentinel:",
                          "redis+sentinel://",
                          "redis+cluster://h/m",
                          "unix+sentinel:///m"}) {
    Error(url);
  }
}

TEST(ServerAddress, OtherMistakes) {
  for (const char* url :
       {"", "host", "host:6379", "http://host", "redis:host", "redis:/host",
        "redis://", "redis://:6379", "redis://ho st", "redis://h%6fst",
        "redis://host#x", "redis://host/0?x=1", "redis://[::1",
        "redis://a%00:p@h", "redis://%zz@host"}) {
    Error(url);
  }
}

TEST(ServerAddress, ErrorsHaveNoPartOfTheUrl) {
  for (const char* url :
       {"redis://user:hunter2@host/x", "redis://user:hunter2@host:0",
        "redis://user:hunter2@", "redis://user:hunter2 @host", "hunter2",
        "http://:hunter2@host", "redis://user:hunter2@host/0?q",
        "unix://:hunter2@host/x", "redis://hunter2@host",
        "redis+sentinel://:hunter2@h,i", "redis+sentinel://:hunter2@h,/m",
        "redis+sentinel://h/hunter2%20", "redis+sentinel://hunter2@h,i/m",
        "redis+sentinel://:hunter2@h,i:x/m"}) {
    EXPECT_THAT(Error(url), Not(HasSubstr("hunter2")));
  }
}

}  // namespace
}  // namespace backlinks::state::redis
