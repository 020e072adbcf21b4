#include "service/common/proxy/loopback.h"

#include "gtest/gtest.h"

namespace backlinks {
namespace {

TEST(IsLoopbackHost, TakesAddressesAndTheNameAlone) {
  for (const char* host : {"localhost", "LocalHost", "127.0.0.1", "127.0.0.0",
                           "127.255.1.2", "::1", "[::1]", "0:0:0:0:0:0:0:1"}) {
    EXPECT_TRUE(IsLoopbackHost(host)) << host;
  }
  for (const char* host :
       {"", "0.0.0.0", "128.0.0.1", "10.127.0.1", "::", "::2", "[::1",
        "127.example", "localhost.example", "127.0.0.1.example", "collector"}) {
    EXPECT_FALSE(IsLoopbackHost(host)) << host;
  }
  EXPECT_FALSE(IsLoopbackHost(std::string_view("127.0.0.1\0.example", 18)));
}

}  // namespace
}  // namespace backlinks
