// Reads the API key out of a call's metadata "authorization".
//
// Errors:  BAD_CREDENTIALS: several values, a scheme that is not Bearer, or a
//          text that is not an API key. No message contains what was sent.
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_ACCESS_AUTHORIZATION_H_
#define BACKLINKS_SERVICE_ACCESS_AUTHORIZATION_H_

#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace backlinks::access {

// Returns the key of "Bearer KEY"; the scheme may be in any case. Empty if
// there is no value.
absl::StatusOr<std::string_view> ReadApiKey(
    const std::vector<std::string_view>& authorization);

}  // namespace backlinks::access

#endif  // BACKLINKS_SERVICE_ACCESS_AUTHORIZATION_H_
