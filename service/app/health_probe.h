// Checks the health of a running server, for the health check of a container:
// calls the gRPC health service (grpc.health.v1) for the server as a whole.
//
// TLS:     the server's certificate is not verified. It has the name by which
//          others reach the server, not the name of the loopback interface, and
//          after a failed reload it is not the one in the file. The probe sends
//          no secret, and does not leave this host. To a server that requires
//          client certificates the probe presents the server's own pair.
// Errors:  one line: the server is not serving, or does not respond in time.
// Threads: blocks the caller for at most the timeout.
#ifndef BACKLINKS_SERVICE_APP_HEALTH_PROBE_H_
#define BACKLINKS_SERVICE_APP_HEALTH_PROBE_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "service/config/options.h"

namespace backlinks::app {

// Returns the address at which a server that listens at `listen` can be reached
// from its own host: loopback if it listens on every address. Returns
// "unix:PATH" unchanged.
std::string ProbeTarget(std::string_view listen);

// Returns OK if the server with these flags reports SERVING.
absl::Status ProbeHealth(const config::CheckHealth& flags,
                         absl::Duration timeout);

}  // namespace backlinks::app

#endif  // BACKLINKS_SERVICE_APP_HEALTH_PROBE_H_
