#include "service/edge/peer_name.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/un.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string_view>
#include <utility>

#include "fmt/format.h"

namespace backlinks::edge {
namespace {

// The bytes of an IPv6 address that identify a site: a host gets all of them.
constexpr size_t kSiteBytes = 8;

PeerName NameIpv4(const in_addr& address, in_port_t port) {
  char text[INET_ADDRSTRLEN] = {};
  inet_ntop(AF_INET, &address, text, sizeof(text));
  return {fmt::format("ipv4:{}:{}", text, ntohs(port)), text};
}

PeerName NameIpv6(const sockaddr_in6& address) {
  if (IN6_IS_ADDR_V4MAPPED(&address.sin6_addr)) {
    in_addr mapped{};
    std::memcpy(&mapped, &address.sin6_addr.s6_addr[12], sizeof(mapped));
    return NameIpv4(mapped, address.sin6_port);
  }
  char text[INET6_ADDRSTRLEN] = {};
  inet_ntop(AF_INET6, &address.sin6_addr, text, sizeof(text));
  std::string name = fmt::format("ipv6:%5B{}", text);
  if (address.sin6_scope_id != 0) {
    name += fmt::format("%25{}", address.sin6_scope_id);
  }
  name += fmt::format("%5D:{}", ntohs(address.sin6_port));
  in6_addr site = address.sin6_addr;
  std::memset(&site.s6_addr[kSiteBytes], 0, sizeof(site) - kSiteBytes);
  inet_ntop(AF_INET6, &site, text, sizeof(text));
  return {std::move(name), fmt::format("{}/64", text)};
}

// The path is empty unless the client has bound its socket.
PeerName NameUnix(const sockaddr_un& address, socklen_t size) {
  constexpr size_t kPath = offsetof(sockaddr_un, sun_path);
  if (size <= kPath) return {"unix:", ""};
  const std::string_view path(address.sun_path, size - kPath);
  if (path.front() == '\0') {
    return {fmt::format("unix-abstract:{}", path.substr(1)), ""};
  }
  return {fmt::format("unix:{}", path.substr(0, path.find('\0'))), ""};
}

template <typename Address>
Address Copy(const sockaddr_storage& address) {
  Address copy{};
  std::memcpy(&copy, &address, sizeof(copy));
  return copy;
}

}  // namespace

PeerName NamePeer(const sockaddr_storage& address, socklen_t size) {
  switch (address.ss_family) {
    case AF_INET: {
      const auto ipv4 = Copy<sockaddr_in>(address);
      return NameIpv4(ipv4.sin_addr, ipv4.sin_port);
    }
    case AF_INET6:
      return NameIpv6(Copy<sockaddr_in6>(address));
    default:
      return NameUnix(Copy<sockaddr_un>(address),
                      std::min<socklen_t>(size, sizeof(sockaddr_un)));
  }
}

}  // namespace backlinks::edge
