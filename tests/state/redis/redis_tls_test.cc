// RedisState over TLS.
#include <memory>
#include <string>

#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/state/redis/redis_state.h"
#include "tests/state/redis/call.h"
#include "tests/state/redis/redis_options.h"
#include "tests/state/redis/redis_server.h"
#include "tests/support/certificate/certificates.h"

namespace backlinks::state::redis::testing_redis {
namespace {

using ::testing::HasSubstr;
using testing_certificate::Identity;
using testing_certificate::MakeIdentity;

class RedisTlsTest : public ::testing::Test {
 protected:
  RedisTlsTest() {
    const Identity ca = MakeIdentity({"Test CA", ""}, nullptr);
    ca.Write(server_.path("ca"));
    MakeIdentity({"Another CA", ""}, nullptr).Write(server_.path("other"));
    MakeIdentity({"redis", "DNS:localhost"}, &ca).Write(server_.path("server"));
    server_.Kill();
    server_.Start();
  }

  RedisStateOptions Options(const std::string& host, const std::string& ca) {
    ServerAddress address;
    address.tls = true;
    address.host = host;
    address.port = server_.tls_port();
    address.password = Secret("hunter2");
    RedisStateOptions options = OptionsFor(address);
    options.client.ca_file = ca.empty() ? "" : server_.path(ca);
    return options;
  }
  // Returns the message of the error.
  std::string Error(const std::string& host, const std::string& ca) {
    const auto state = MakeState(Options(host, ca));
    const auto value = Await(state->GetValue("key"));
    EXPECT_TRUE(absl::IsUnavailable(value.status())) << value.status();
    return std::string(value.status().message());
  }

  RedisServer server_{{"--requirepass", "hunter2"}};
};

TEST_F(RedisTlsTest, NameIsVerified) {
  const auto state = MakeState(Options("localhost", "ca.pem"));
  const absl::Status put = Await(state->PutValue("k", "v", absl::Hours(1)));
  EXPECT_TRUE(put.ok()) << put;
  const auto value = Await(state->GetValue("k"));
  ASSERT_TRUE(value.ok()) << value.status();
  EXPECT_EQ(value.value().value_or(StoredValue()).bytes, "v");
}

TEST_F(RedisTlsTest, LargeValues) {
  const auto state = MakeState(Options("localhost", "ca.pem"));
  const std::string bytes(4 << 20, 'v');
  const absl::Status put = Await(state->PutValue("k", bytes, absl::Hours(1)));
  EXPECT_TRUE(put.ok()) << put;
  const auto value = Await(state->GetValue("k"));
  ASSERT_TRUE(value.ok()) << value.status();
  EXPECT_EQ(value.value().value_or(StoredValue()).bytes, bytes);
}

TEST_F(RedisTlsTest, WrongNameIsRejected) {
  EXPECT_THAT(Error("127.0.0.1", "ca.pem"), HasSubstr("verifying TLS"));
}

TEST_F(RedisTlsTest, AnotherCaIsRejected) {
  EXPECT_THAT(Error("localhost", "other.pem"), HasSubstr("verifying TLS"));
  EXPECT_THAT(Error("localhost", ""), HasSubstr("verifying TLS"));
}

TEST_F(RedisTlsTest, CaFileThatIsMissingIsReported) {
  const auto state = RedisState::Make(Options("localhost", "missing.pem"));
  EXPECT_EQ(state.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(state.status().message()), HasSubstr("missing.pem"));
}

}  // namespace
}  // namespace backlinks::state::redis::testing_redis
