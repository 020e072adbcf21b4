// Rejects a server that anyone could read: plaintext on an address beyond this
// host.
#ifndef BACKLINKS_SERVICE_APP_OPEN_LISTEN_H_
#define BACKLINKS_SERVICE_APP_OPEN_LISTEN_H_

#include <string>

#include "absl/status/status.h"
#include "service/config/options.h"

namespace backlinks::app {

// Returns whether other hosts may reach `listen`, which is HOST:PORT or
// unix:PATH: one of its addresses is not loopback, or its host name does not
// resolve now. False for a Unix socket.
bool ListensBeyondLoopback(const std::string& listen);

// Returns OK if --listen is a Unix socket, if all of its addresses are
// loopback, or if the options have TLS or --insecure_listen. To be called after
// --listen was bound: its host name can then be resolved.
// Errors:  INVALID_ARGUMENT, one line with the flags that would do.
// Threads: stateless. Blocks while a host name is resolved.
absl::Status CheckListenIsProtected(const config::Options& options);

}  // namespace backlinks::app

#endif  // BACKLINKS_SERVICE_APP_OPEN_LISTEN_H_
