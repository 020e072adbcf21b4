// The sockets of --listen: bound, but not accepting yet.
//
// Errors: UNAVAILABLE "cannot listen on 127.0.0.1:50051: Address already in
//         use".
#ifndef BACKLINKS_SERVICE_EDGE_LISTENING_SOCKETS_H_
#define BACKLINKS_SERVICE_EDGE_LISTENING_SOCKETS_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "boost/asio/generic/stream_protocol.hpp"
#include "boost/system/error_code.hpp"
#include "service/edge/file_descriptor.h"
#include "service/edge/unix_path.h"

namespace backlinks::edge {

struct ListeningSockets {
  std::vector<FileDescriptor> sockets;  // Non-blocking; at least one.
  int port = 0;                         // 0 for a Unix socket.
  // Where a client on this host reaches the first socket.
  boost::asio::generic::stream_protocol::endpoint local_endpoint;
  std::unique_ptr<UnixPath> path;  // Null for TCP.
};

// `listen` is HOST:PORT or unix:PATH. TCP: all addresses of the host with one
// port; HOST 0.0.0.0 or [::] is any address of IPv6 and IPv4.
absl::StatusOr<ListeningSockets> BindListeningSockets(
    const std::string& listen);

// Returns the UNAVAILABLE for an error of a system call.
absl::Status CannotListen(const std::string& listen,
                          const boost::system::error_code& error);

}  // namespace backlinks::edge

#endif  // BACKLINKS_SERVICE_EDGE_LISTENING_SOCKETS_H_
