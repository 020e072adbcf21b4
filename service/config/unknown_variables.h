// Finds environment variables that look like those of flags but are not, such
// as BACKLINKS_PAGE_ROW.
//
// Not reported: the variables of flags and secrets, those of the command line
// client, and those that Kubernetes sets in every container for a Service
// (BACKLINKS_SERVICE_HOST, BACKLINKS_PORT=tcp://10.0.0.1:50051).
// Privacy: the texts have names, never values.
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_CONFIG_UNKNOWN_VARIABLES_H_
#define BACKLINKS_SERVICE_CONFIG_UNKNOWN_VARIABLES_H_

#include <string>
#include <string_view>
#include <vector>

namespace backlinks::config {

// `entries` are "NAME=VALUE", as in environ. Returns one warning for each
// unknown variable, with the nearest one that is known.
std::vector<std::string> WarnOfUnknownVariables(
    const std::vector<std::string_view>& entries);

}  // namespace backlinks::config

#endif  // BACKLINKS_SERVICE_CONFIG_UNKNOWN_VARIABLES_H_
