// Reads the secrets among the options from a file or the environment. They are
// never flags, because other users can see the command line.
//
// Errors: where the secret is and what is wrong, never the secret itself.
#ifndef BACKLINKS_SERVICE_CONFIG_OPTION_SECRETS_H_
#define BACKLINKS_SERVICE_CONFIG_OPTION_SECRETS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "service/config/options.h"
#include "service/model/http_message.h"

namespace backlinks::config {

// The environment variables that may contain the secrets.
inline constexpr char kUpstreamTokenVariable[] = "BACKLINKS_UPSTREAM_TOKEN";
inline constexpr char kTokenKeyVariable[] = "BACKLINKS_TOKEN_KEY";
inline constexpr char kStatePasswordVariable[] = "BACKLINKS_STATE_PASSWORD";

// Sets the token that authenticates the server to the upstream. Needs
// Options::url.
absl::Status ReadUpstreamToken(const Environment& environment,
                               Options& options);

// Reads --upstream_token_file again.
// Errors: INVALID_ARGUMENT with the flag and the file.
absl::StatusOr<Secret> ReadUpstreamTokenFile(const std::string& path);

// Sets the key that authenticates the server's own tokens.
absl::Status ReadTokenKey(const Environment& environment, Options& options);

// Returns the password of the Redis server. Empty if there is none, or if it is
// in the URL.
absl::StatusOr<Secret> ReadStatePassword(const Environment& environment,
                                         Options& options);

}  // namespace backlinks::config

#endif  // BACKLINKS_SERVICE_CONFIG_OPTION_SECRETS_H_
