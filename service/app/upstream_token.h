// Reads the token that authenticates us at the upstream.
//
// Limits: 4 KiB; white space around it is taken off.
// Errors: INVALID_ARGUMENT with what is wrong, never with the content: the
//         file cannot be read, is empty or too long, or holds bytes that no
//         token has (only printable ASCII is allowed).
#ifndef BACKLINKS_SERVICE_APP_UPSTREAM_TOKEN_H_
#define BACKLINKS_SERVICE_APP_UPSTREAM_TOKEN_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "service/model/http_message.h"

namespace backlinks {

absl::StatusOr<Secret> CheckToken(std::string_view text);

absl::StatusOr<Secret> ReadTokenFile(const std::string& path);

// Whether users other than the owner and the group may read the file.
bool IsWorldReadable(const std::string& path);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_APP_UPSTREAM_TOKEN_H_
