// The names of a connection's peer.
#ifndef BACKLINKS_SERVICE_EDGE_PEER_NAME_H_
#define BACKLINKS_SERVICE_EDGE_PEER_NAME_H_

#include <sys/socket.h>

#include <string>

namespace backlinks::edge {

struct PeerName {
  // As gRPC writes it: "ipv4:192.0.2.1:567", "ipv6:%5B2001:db8::1%5D:567" or
  // "unix:".
  std::string name;
  // What the limit per peer counts: the IPv4 address, the /64 of an IPv6
  // address, or empty for a Unix socket, which that limit does not concern.
  std::string group;

  // Whether `name` belongs to one connection only.
  bool is_unique() const { return !group.empty(); }
};

// An IPv4 address that is mapped to IPv6 counts as IPv4.
PeerName NamePeer(const sockaddr_storage& address, socklen_t size);

}  // namespace backlinks::edge

#endif  // BACKLINKS_SERVICE_EDGE_PEER_NAME_H_
