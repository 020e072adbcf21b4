// Checks whether a server can listen on an address, and reports why not.
//
// gRPC does not report the error of the operating system, and it binds the
// address only after everything else is ready.
// Threads: stateless. Blocks while a host name is resolved.
#ifndef BACKLINKS_SERVICE_APP_LISTEN_CHECK_H_
#define BACKLINKS_SERVICE_APP_LISTEN_CHECK_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace backlinks::app {

// Returns OK if an address of HOST can be bound now, or if PATH does not exist
// or is the socket of a process that has ended. No address stays bound.
// `listen` is HOST:PORT or unix:PATH, the format of --listen.
// Errors: UNAVAILABLE "cannot listen on 127.0.0.1:50051: Address already in
//         use".
absl::Status CheckCanListen(const std::string& listen);

// Appends the flag of the address to the message of an error: "… (--listen)".
absl::Status WithFlag(const absl::Status& status, std::string_view flag);

}  // namespace backlinks::app

#endif  // BACKLINKS_SERVICE_APP_LISTEN_CHECK_H_
