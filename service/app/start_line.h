// The log line of the start: what runs, where, and with which limits.
//
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_APP_START_LINE_H_
#define BACKLINKS_SERVICE_APP_START_LINE_H_

#include <string>
#include <string_view>

#include "service/config/options.h"
#include "service/edge/connection_limits.h"
#include "service/telemetry/call_log.h"

namespace backlinks::app {

// The addresses that were bound.
struct BoundAddresses {
  std::string grpc;
  std::string admin;
};

// Returns the fields of the line. None is a secret. `connections` are the
// limits that hold, also if the options leave them to the server.
telemetry::CallLog::Fields StartFields(
    const config::Options& options, std::string_view version,
    const BoundAddresses& addresses, const edge::ConnectionLimits& connections);

}  // namespace backlinks::app

#endif  // BACKLINKS_SERVICE_APP_START_LINE_H_
