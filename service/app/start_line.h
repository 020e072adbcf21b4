// The log line of the start: what runs, where, and with which limits.
//
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_APP_START_LINE_H_
#define BACKLINKS_SERVICE_APP_START_LINE_H_

#include <string>
#include <string_view>

#include "service/config/options.h"
#include "service/telemetry/call_log.h"

namespace backlinks::app {

// The addresses that were bound.
struct BoundAddresses {
  std::string grpc;
  std::string admin;
};

// Returns the fields of the line. None is a secret.
telemetry::CallLog::Fields StartFields(const config::Options& options,
                                       std::string_view version,
                                       const BoundAddresses& addresses);

}  // namespace backlinks::app

#endif  // BACKLINKS_SERVICE_APP_START_LINE_H_
