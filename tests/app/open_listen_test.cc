#include "service/app/open_listen.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/app/server.h"
#include "tests/support/config/parsed_options.h"

namespace backlinks::app {
namespace {

using testing::HasSubstr;
using testing_app::MustParse;

TEST(ListensBeyondLoopback, JudgesTheResolvedAddresses) {
  for (const char* listen :
       {"0.0.0.0:1", "[::]:1", "192.0.2.1:1", "[2001:db8::1]:1",
        "[::ffff:192.0.2.1]:1", "no.such.invalid:1"}) {
    EXPECT_TRUE(ListensBeyondLoopback(listen)) << listen;
  }
  for (const char* listen :
       {"127.0.0.1:1", "127.9.9.9:1", "[::1]:1", "localhost:1",
        "unix:/run/socket", "[::ffff:127.0.0.1]:1"}) {
    EXPECT_FALSE(ListensBeyondLoopback(listen)) << listen;
  }
}

TEST(CheckListenIsProtected, NamesTheFlagsThatWouldDo) {
  const absl::Status status =
      CheckListenIsProtected(MustParse({"--listen=0.0.0.0:50051"}));
  EXPECT_EQ(status.message(),
            "--listen 0.0.0.0:50051: needs --tls_cert_file and --tls_key_file, "
            "since other hosts can reach it, or --insecure_listen to serve "
            "plaintext");
  EXPECT_TRUE(CheckListenIsProtected(
                  MustParse({"--listen=0.0.0.0:50051", "--insecure_listen"}))
                  .ok());
  EXPECT_TRUE(CheckListenIsProtected(MustParse({})).ok());
}

TEST(Server, DoesNotStartOpenly) {
  const auto server = Server::Start(
      MustParse({"--listen=0.0.0.0:0", "--admin_listen=127.0.0.1:0"}));
  EXPECT_THAT(std::string(server.status().message()),
              HasSubstr("--insecure_listen"));
}

}  // namespace
}  // namespace backlinks::app
