// Parses --state and its companions: where the server keeps what its replicas
// share.
//
// Errors: INVALID_ARGUMENT with the flag and what is wrong, never with the
//         value of --state, because any part of a mistyped URL may be the
//         password.
#ifndef BACKLINKS_SERVICE_CONFIG_STATE_OPTIONS_H_
#define BACKLINKS_SERVICE_CONFIG_STATE_OPTIONS_H_

#include <string_view>

#include "absl/status/status.h"
#include "service/config/options.h"

namespace backlinks::config {

// Checks the value of --state on its own: empty, "sqlite:FILE", or the URL of a
// Redis server. The password that a URL with a user needs may be elsewhere.
absl::Status CheckState(std::string_view value);

// Sets Options::state_location, Options::state_unavailable and warnings, and
// reads the password and the CA certificates.
absl::Status ReadState(const Environment& environment, Options& options);

}  // namespace backlinks::config

#endif  // BACKLINKS_SERVICE_CONFIG_STATE_OPTIONS_H_
