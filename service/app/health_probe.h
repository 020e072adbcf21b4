// Asks a server whether it serves, as a container's health check does: by the
// health service of gRPC (grpc.health.v1), for the server as a whole.
//
// Errors:  one line: the server answers otherwise, not at all, or not in time.
// Threads: blocks the caller, at most for the timeout.
#ifndef BACKLINKS_SERVICE_APP_HEALTH_PROBE_H_
#define BACKLINKS_SERVICE_APP_HEALTH_PROBE_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace backlinks {

// Where a server that listens at `listen` can be reached from its own host:
// loopback where it listens on every address. "unix:PATH" stays as it is.
std::string ProbeTarget(std::string_view listen);

// OK if the server that was told to --listen there says SERVING.
absl::Status ProbeHealth(const std::string& listen, absl::Duration timeout);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_APP_HEALTH_PROBE_H_
