#include "service/state/redis/server_address.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace backlinks::state::redis {
namespace {

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
        "unix://:hunter2@host/x", "redis://hunter2@host"}) {
    EXPECT_THAT(Error(url), Not(HasSubstr("hunter2")));
  }
}

}  // namespace
}  // namespace backlinks::state::redis
