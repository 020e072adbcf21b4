// Advice for a call that ended because the connection or the caller's identity
// does not fit the server.
#ifndef BACKLINKS_CLIENT_CPP_CLI_CONNECTION_HINT_H_
#define BACKLINKS_CLIENT_CPP_CLI_CONNECTION_HINT_H_

#include <string>

#include "absl/status/status.h"
#include "backlinks/client.h"

namespace backlinks::cli {

// Returns what to try, without a line break. Empty if the message, which is
// gRPC's own for a failed handshake, shows no such problem.
std::string ConnectionHint(const absl::Status& status,
                           const ClientOptions& options);

}  // namespace backlinks::cli

#endif  // BACKLINKS_CLIENT_CPP_CLI_CONNECTION_HINT_H_
