#include "service/edge/peer_name.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/un.h>

#include <cstddef>
#include <cstring>
#include <string_view>

#include "gtest/gtest.h"

namespace backlinks::edge {
namespace {

constexpr in_port_t kPort = 567;

template <typename Address>
PeerName Name(const Address& address, size_t size = sizeof(Address)) {
  sockaddr_storage storage{};
  std::memcpy(&storage, &address, sizeof(address));
  return NamePeer(storage, static_cast<socklen_t>(size));
}

PeerName NameIpv6(const char* text, uint32_t scope = 0) {
  sockaddr_in6 address{};
  address.sin6_family = AF_INET6;
  address.sin6_port = htons(kPort);
  address.sin6_scope_id = scope;
  EXPECT_EQ(inet_pton(AF_INET6, text, &address.sin6_addr), 1);
  return Name(address);
}

PeerName NameUnix(std::string_view path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof(address.sun_path));
  return Name(address, offsetof(sockaddr_un, sun_path) + path.size());
}

TEST(NamePeer, Ipv4) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(kPort);
  inet_pton(AF_INET, "192.0.2.1", &address.sin_addr);
  const PeerName peer = Name(address);
  EXPECT_EQ(peer.name, "ipv4:192.0.2.1:567");
  EXPECT_EQ(peer.group, "192.0.2.1");
  EXPECT_TRUE(peer.is_unique());
}

TEST(NamePeer, Ipv6IsGroupedBySite) {
  const PeerName peer = NameIpv6("2001:db8:1:2:3:4:5:6");
  EXPECT_EQ(peer.name, "ipv6:%5B2001:db8:1:2:3:4:5:6%5D:567");
  EXPECT_EQ(peer.group, "2001:db8:1:2::/64");
  EXPECT_EQ(NameIpv6("2001:db8:1:2::9").group, peer.group);
  EXPECT_NE(NameIpv6("2001:db8:1:3::9").group, peer.group);
  EXPECT_EQ(NameIpv6("fe80::1", 2).name, "ipv6:%5Bfe80::1%252%5D:567");
}

TEST(NamePeer, AMappedAddressIsIpv4) {
  const PeerName peer = NameIpv6("::ffff:192.0.2.1");
  EXPECT_EQ(peer.name, "ipv4:192.0.2.1:567");
  EXPECT_EQ(peer.group, "192.0.2.1");
}

TEST(NamePeer, UnixSocketsAreNotUnique) {
  EXPECT_EQ(NameUnix("").name, "unix:");
  EXPECT_EQ(NameUnix("/run/client").name, "unix:/run/client");
  EXPECT_EQ(NameUnix(std::string_view("\0abc", 4)).name, "unix-abstract:abc");
  EXPECT_FALSE(NameUnix("").is_unique());
}

}  // namespace
}  // namespace backlinks::edge
