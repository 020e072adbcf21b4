// The resume token of an error that ends a stream.
#ifndef BACKLINKS_SERVICE_COMMON_STATUS_RESUME_TOKEN_H_
#define BACKLINKS_SERVICE_COMMON_STATUS_RESUME_TOKEN_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace backlinks {

// Returns the same error with the metadata "resume_token". Unlike other values
// it is never truncated: an empty token, or one above 4 KiB, is left out.
absl::Status WithResumeToken(absl::Status status, std::string_view token);

// Returns the token of WithResumeToken. Empty if there is none.
std::string GetResumeToken(const absl::Status& status);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_COMMON_STATUS_RESUME_TOKEN_H_
