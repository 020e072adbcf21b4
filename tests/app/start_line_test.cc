#include "service/app/start_line.h"

#include <map>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace backlinks::app {
namespace {

using testing::HasSubstr;
using testing::Not;

std::map<std::string, std::string> Fields(const config::Options& options) {
  std::map<std::string, std::string> fields;
  for (const auto& [name, value] :
       StartFields(options, "1.2.3", {"127.0.0.1:1", "127.0.0.1:2"},
                   {.total = 500, .per_peer = 250})) {
    EXPECT_TRUE(fields.emplace(name, value).second) << name << " twice";
    EXPECT_THAT(std::string(value), Not(HasSubstr("\n"))) << name;
  }
  return fields;
}

TEST(StartFields, HasVersionUpstreamAndAddresses) {
  config::Options options;
  options.upstream = "ahrefs_v3";
  auto fields = Fields(options);
  EXPECT_EQ(fields["version"], "1.2.3");
  EXPECT_EQ(fields["upstream"], "ahrefs_v3");
  EXPECT_EQ(fields["grpc"], "127.0.0.1:1");
  EXPECT_EQ(fields["admin"], "127.0.0.1:2");
}

TEST(StartFields, HasTheLimitsThatHold) {
  config::Options options;
  options.max_connections = 0;  // Derived.
  options.max_open_calls = 77;
  options.request_timeout = absl::Seconds(3);
  options.stall_timeout = absl::Minutes(2);
  auto fields = Fields(options);
  EXPECT_EQ(fields["max_connections"], "500");
  EXPECT_EQ(fields["max_connections_per_peer"], "250");
  EXPECT_EQ(fields["max_open_calls"], "77");
  EXPECT_EQ(fields["request_timeout"], "3s");
  EXPECT_EQ(fields["stall_timeout"], "2m");
}

TEST(StartFields, HasWhatIsOnAndOff) {
  config::Options options;
  for (const bool is_on : {false, true}) {
    options.insecure_listen = is_on;
    options.protect_reflection = is_on;
    auto fields = Fields(options);
    const std::string expected = is_on ? "on" : "off";
    EXPECT_EQ(fields["insecure_listen"], expected);
    EXPECT_EQ(fields["protect_reflection"], expected);
    EXPECT_EQ(fields["tls"], "off");
  }
}

TEST(StartFields, HasTheState) {
  config::Options options;
  options.state_unavailable = config::kStateRefuse;
  auto fields = Fields(options);
  EXPECT_EQ(fields["state"], "memory");
  EXPECT_EQ(fields["state_unavailable"], "refuse");
  EXPECT_EQ(fields["budgets"], "end with the process");
  options.state_location.sqlite_file = "/data/state";
  fields = Fields(options);
  EXPECT_EQ(fields["state"], "sqlite:/data/state");
  EXPECT_EQ(fields["budgets"], "kept in the state");
}

TEST(StartFields, HasNoSecret) {
  config::Options options;
  options.state = "redis://joe:hunter2@redis.example";
  options.state_location.redis = state::redis::ServerAddress{
      .host = "redis.example", .user = "joe", .password = Secret("hunter2")};
  options.upstream_token = Secret("hunter2");
  options.token_key = Secret("hunter2");
  for (const auto& [name, value] : Fields(options)) {
    EXPECT_THAT(value, Not(HasSubstr("hunter2"))) << name;
  }
}

}  // namespace
}  // namespace backlinks::app
