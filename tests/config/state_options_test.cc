#include "service/config/state_options.h"

#include <filesystem>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/certificate/certificates.h"
#include "tests/support/config/parsed_options.h"
#include "tests/support/file/temporary_folder.h"

namespace backlinks::config {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing_app::ErrorOf;
using testing_app::MustParse;
using testing_app::TempFile;
using testing_app::Variables;

constexpr char kBadScheme[] =
    "--state: must begin with sqlite:, redis://, rediss://, redis+sentinel://, "
    "rediss+sentinel:// or unix://";

std::string RedactedOf(const std::string& state) {
  return MustParse({"--state=" + state}).state_location.Redacted();
}

TEST(StateOptions, AreInMemoryByDefault) {
  const Options options = MustParse({});
  EXPECT_TRUE(options.state_location.in_memory());
  EXPECT_EQ(options.state_location.Redacted(), "memory");
  EXPECT_THAT(options.warnings, IsEmpty());
  EXPECT_TRUE(
      MustParse({}, {{"BACKLINKS_STATE", ""}}).state_location.in_memory());
}

TEST(StateOptions, NameAFileOfSqlite) {
  const Options options = MustParse({"--state=sqlite:/var/lib/b/state"});
  EXPECT_FALSE(options.state_location.in_memory());
  EXPECT_EQ(options.state_location.sqlite_file, "/var/lib/b/state");
  EXPECT_EQ(options.state_location.Redacted(), "sqlite:/var/lib/b/state");
}

TEST(StateOptions, NameARedisServer) {
  const Options options = MustParse({"--state=rediss://redis.example:7000/3"});
  const auto& redis = options.state_location.redis;
  ASSERT_TRUE(redis.has_value());
  EXPECT_TRUE(redis->tls);
  EXPECT_EQ(redis->host, "redis.example");
  EXPECT_EQ(redis->port, 7000);
  EXPECT_EQ(redis->database, 3);
  EXPECT_FALSE(options.state_location.in_memory());
}

TEST(StateOptions, NameSentinels) {
  const auto redis =
      MustParse({"--state=redis+sentinel://a,b:1/main/3"}).state_location.redis;
  ASSERT_TRUE(redis.has_value());
  EXPECT_EQ(redis->sentinels.size(), 2);
  EXPECT_EQ(redis->service, "main");
  EXPECT_EQ(redis->database, 3);
}

TEST(StateOptions, AreRedactedInTheLog) {
  EXPECT_EQ(RedactedOf("redis://localhost"), "redis://localhost:6379/0");
  EXPECT_EQ(RedactedOf("redis://:hunter2@[::1]:1/9"), "redis://***@[::1]:1/9");
  EXPECT_EQ(RedactedOf("rediss://joe:hunter2@r"), "rediss://***@r:6379/0");
  EXPECT_EQ(RedactedOf("unix:///run/redis?db=2"), "unix:///run/redis?db=2");
  EXPECT_EQ(RedactedOf("unix://:hunter2@/run/redis"),
            "unix://***@/run/redis?db=0");
  EXPECT_EQ(RedactedOf("redis+sentinel://h/m"), "redis+sentinel://h:26379/m/0");
  EXPECT_EQ(RedactedOf("rediss+sentinel://joe:hunter2@h,[::1]:1/m/2"),
            "rediss+sentinel://***@h:26379,[::1]:1/m/2");
}

TEST(StateOptions, RejectWhatIsNoState) {
  const struct {
    std::string state, error;
  } cases[] = {
      {"/var/lib/state", kBadScheme},
      {"memcached://hunter2@h", kBadScheme},
      {"sqlite:", "--state: needs the name of a file after sqlite:"},
      {"redis://", "--state: names no host"},
      {"redis:hunter2", "--state: needs // after the scheme"},
      {"redis://h:0", "--state: needs a port from 1 to 65535"},
      {"redis://:hunter2@h:65536", "--state: needs a port from 1 to 65535"},
      {"redis://h/hunter2",
       "--state: the database must be a whole number from 0 to 65535"},
      {"redis://h?db=1", "--state: must not have a query"},
      {"redis://joe@h", "--state: names a user without a password"},
      {"redis+sentinel://h,i",
       "--state: needs the name of the service after the Sentinels, as in "
       "redis+sentinel://host:26379/mymaster"},
      {"redis+sentinel://h,i:0/m", "--state: needs a port from 1 to 65535"},
      {"redis+sentinel://h,/m", "--state: names no host"},
      {"redis-sentinel://h/m", kBadScheme},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(ErrorOf({"--state=" + c.state}), c.error) << c.state;
  }
}

TEST(StateOptions, AreNotRepeatedByAnError) {
  EXPECT_THAT(ErrorOf({}, {{"BACKLINKS_STATE", "redis://:hunter2@h h"}}),
              AllOf(HasSubstr("BACKLINKS_STATE: --state: "),
                    Not(HasSubstr("hunter2"))));
}

TEST(StateOptions, TakeThePasswordFromAFileOrTheEnvironment) {
  const Variables variables = {{"BACKLINKS_STATE_PASSWORD", " from-env\n"}};
  const std::string url = "--state=redis://joe@localhost";
  EXPECT_EQ(MustParse({url}, variables).state_location.redis->password.Reveal(),
            "from-env");
  const TempFile file("password", "two words\n");
  const std::vector<std::string> with_file = {
      url, "--state_password_file=" + file.path()};
  const Options options = MustParse(with_file, variables);
  EXPECT_EQ(options.state_location.redis->password.Reveal(), "two words");
  EXPECT_EQ(options.state_location.redis->user, "joe");
  EXPECT_THAT(options.warnings, IsEmpty());
  std::filesystem::permissions(file.path(), std::filesystem::perms::others_read,
                               std::filesystem::perm_options::add);
  EXPECT_THAT(MustParse(with_file).warnings,
              ElementsAre(AllOf(HasSubstr("--state_password_file"),
                                HasSubstr("read by everyone"))));
}

TEST(StateOptions, RejectAPasswordThatCannotBeUsed) {
  const TempFile file("password", "hunter2");
  const TempFile empty("password", "\n");
  const std::string flag = "--state_password_file=" + file.path();
  EXPECT_EQ(ErrorOf({flag}),
            "--state_password_file: needs a --state of Redis, such as "
            "redis://host");
  EXPECT_EQ(ErrorOf({"--state=sqlite:x", flag}),
            "--state_password_file: needs a --state of Redis, such as "
            "redis://host");
  EXPECT_EQ(ErrorOf({"--state=redis://:other@h", flag}),
            "--state: must not have a password if another one is given");
  EXPECT_EQ(ErrorOf({"--state=redis://h", "--state_password_file=/none"}),
            "--state_password_file /none: cannot be read");
  EXPECT_EQ(
      ErrorOf({"--state=redis://h", "--state_password_file=" + empty.path()}),
      "--state_password_file " + empty.path() + ": contains no password");
}

TEST(StateOptions, IgnoreThePasswordOfTheEnvironmentWithoutRedis) {
  const Variables variables = {{"BACKLINKS_STATE_PASSWORD", "hunter2"}};
  EXPECT_THAT(MustParse({}, variables).warnings, IsEmpty());
}

TEST(StateOptions, WarnOfAPasswordWithoutTls) {
  const struct {
    std::string state;
    bool warns;
  } cases[] = {{"redis://:p@redis.example", true},
               {"redis://redis.example", false},
               {"rediss://:p@redis.example", false},
               {"redis://:p@localhost", false},
               {"redis://:p@[::1]", false},
               {"unix://:p@/run/redis", false},
               {"redis+sentinel://:p@h/m", true},
               {"redis+sentinel://h/m", false},
               {"rediss+sentinel://:p@h/m", false},
               // The master may be on another host.
               {"redis+sentinel://:p@localhost/m", true}};
  for (const auto& c : cases) {
    const Options options = MustParse({"--state=" + c.state});
    EXPECT_EQ(!options.warnings.empty(), c.warns) << c.state;
  }
}

TEST(StateOptions, CheckTheCaCertificates) {
  const std::string tls = "--state=rediss://h";
  const testing_file::TemporaryFolder folder;
  testing_certificate::MakeIdentity({.name = "CA"}, nullptr)
      .Write(folder.path("ca"));
  const TempFile text("text", "no certificate");
  const std::string ca = folder.path("ca.pem");
  const std::string flag = "--state_ca_file=" + ca;
  EXPECT_EQ(MustParse({tls, flag}).state_ca_file, ca);
  EXPECT_EQ(ErrorOf({"--state=redis://h", flag}),
            "--state_ca_file: needs a --state of rediss:// or "
            "rediss+sentinel://");
  EXPECT_EQ(ErrorOf({flag}),
            "--state_ca_file: needs a --state of rediss:// or "
            "rediss+sentinel://");
  EXPECT_THAT(ErrorOf({tls, "--state_ca_file=/none"}),
              HasSubstr("--state_ca_file /none: cannot be read"));
  EXPECT_EQ(
      ErrorOf({tls, "--state_ca_file=" + text.path()}),
      "--state_ca_file " + text.path() + ": contains no certificate in PEM");
}

TEST(StateOptions, RefuseWithoutStateUnlessRowsAreFree) {
  EXPECT_EQ(MustParse({}).state_unavailable, kStateLocal);
  for (const std::string upstream : {"ahrefs_v2", "ahrefs_v3"}) {
    EXPECT_EQ(MustParse({"--upstream=" + upstream}).state_unavailable,
              kStateRefuse);
  }
  EXPECT_EQ(MustParse({"--state_unavailable=refuse"}).state_unavailable,
            kStateRefuse);
  EXPECT_EQ(MustParse({"--upstream=ahrefs_v3", "--state_unavailable=local"})
                .state_unavailable,
            kStateLocal);
  EXPECT_EQ(ErrorOf({"--state_unavailable=wait"}),
            "--state_unavailable: must be one of refuse, local");
}

}  // namespace
}  // namespace backlinks::config
