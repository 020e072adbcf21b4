#include "service/common/proxy/proxy_bypass.h"

#include "gtest/gtest.h"

namespace backlinks {
namespace {

TEST(ProxyBypassTest, TargetsOnLoopback) {
  for (const std::string_view target :
       {"localhost", "localhost:50051", "127.0.0.1:50051", "[::1]:50051",
        "[::1]", "::1", "dns:localhost:1", "dns:///localhost:1",
        "dns://8.8.8.8/127.0.0.1:1", "ipv4:127.0.0.2:1", "ipv6:[::1]:1"}) {
    EXPECT_TRUE(BypassesProxy(target, "")) << target;
  }
  for (const std::string_view target :
       {"", ":1", "[", "[]:1", "dns:", "dns://", "dns://localhost", "dns:///",
        "127.evil.example:50051", "dns:///127.evil.example:1",
        "dns://127.0.0.1/evil.example:1", "ipv4:127.0.0.1:1,10.0.0.1:1",
        "unix:/tmp/127.0.0.1", "10.0.0.1:50051", "localhost.example:1"}) {
    EXPECT_FALSE(BypassesProxy(target, "")) << target;
    EXPECT_FALSE(BypassesProxy(target, ",, ,.,127.0.0.1,localhost")) << target;
  }
}

struct ListCase {
  std::string_view list;
  std::string_view target;
};

TEST(ProxyBypassTest, ListedTargets) {
  for (const auto& [list, target] :
       {ListCase{"*", "a.example:1"}, ListCase{"b, *", "10.0.0.1:1"},
        ListCase{"example.com", "example.com:1"},
        ListCase{"x, example.com ,y", "dns:///a.EXAMPLE.com:1"},
        ListCase{".example.com", "a.b.example.com"},
        ListCase{".example.com", "example.com"},
        ListCase{"*.example.com", "a.example.com:1"},
        ListCase{"10.1.2.3", "10.1.2.3:1"},
        ListCase{"10.0.0.0/8", "10.200.0.1:1"},
        ListCase{"10.128.0.0/9", "10.200.0.1:1"},
        ListCase{"0.0.0.0/0", "1.2.3.4:1"}, ListCase{"fd00::/8", "[fd12::1]:1"},
        ListCase{"fd12:0::1", "[fd12::1]:1"}}) {
    EXPECT_TRUE(BypassesProxy(target, list)) << list << " " << target;
  }
  for (const auto& [list, target] :
       {ListCase{"example.com", "notexample.com:1"},
        ListCase{"example.com", "example.com.evil:1"},
        ListCase{"a.example.com", "example.com:1"},
        ListCase{"10.1.2.3", "10.1.2.30:1"},
        ListCase{"0.0.1", "10.0.0.1:1"},  // No suffix of a number.
        ListCase{"10.0.0.0/8", "11.0.0.1:1"},
        ListCase{"10.128.0.0/9", "10.1.0.1:1"},
        ListCase{"10.0.0.0/33", "10.0.0.1:1"},
        ListCase{"10.0.0.0/-1", "10.0.0.1:1"},
        ListCase{"10.0.0.0/8x", "10.0.0.1:1"},
        ListCase{"10.0.0.0/", "10.0.0.1:1"},
        ListCase{"10.0.0.0/8", "10.example:1"}, ListCase{"*", ":1"},
        ListCase{"fd00::/8", "[fe00::1]:1"}, ListCase{"::/0", "1.2.3.4:1"}}) {
    EXPECT_FALSE(BypassesProxy(target, list)) << list << " " << target;
  }
}

}  // namespace
}  // namespace backlinks
