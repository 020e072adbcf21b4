// The secrets among the options: from a file or the environment, never from a
// flag, because other users see those.
//
// Errors: where it is and what is wrong, never the secret itself.
#ifndef BACKLINKS_SERVICE_CONFIG_OPTION_SECRETS_H_
#define BACKLINKS_SERVICE_CONFIG_OPTION_SECRETS_H_

#include "absl/status/status.h"
#include "service/config/options.h"

namespace backlinks {

// Sets what authenticates us at the upstream; needs Options::url.
absl::Status ReadUpstreamToken(const Environment& environment,
                               Options& options);

// Sets the key of our own tokens.
absl::Status ReadTokenKey(const Environment& environment, Options& options);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_CONFIG_OPTION_SECRETS_H_
