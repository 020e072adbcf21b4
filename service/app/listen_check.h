// Whether a server could listen on an address, and why not.
//
// gRPC does not report the system's reason, and binds only when everything
// else is ready.
// Threads: stateless. Blocks for the resolution of a host name.
#ifndef BACKLINKS_SERVICE_APP_LISTEN_CHECK_H_
#define BACKLINKS_SERVICE_APP_LISTEN_CHECK_H_

#include <string>

#include "absl/status/status.h"

namespace backlinks {

// `listen` is HOST:PORT or unix:PATH, as --listen takes it. OK if one address
// of HOST can be bound now, or if PATH is free or the socket of a process that
// has ended. Nothing stays bound.
// Errors: UNAVAILABLE "cannot listen on 127.0.0.1:50051: Address already in
//         use".
absl::Status CheckCanListen(const std::string& listen);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_APP_LISTEN_CHECK_H_
