// Parses the header Retry-After (RFC 9110, 10.2.3); used by all who honor it.
//
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_MODEL_RETRY_AFTER_H_
#define BACKLINKS_SERVICE_MODEL_RETRY_AFTER_H_

#include <optional>
#include <string_view>

#include "absl/time/time.h"

namespace backlinks {

// Returns the wait requested from `now` on. The header is a whole number of
// seconds, or an HTTP date in any of its three forms. A date in the past is
// zero; a number of seconds that is too large for a Duration is infinite. Empty
// if the text is neither, such as a negative number.
std::optional<absl::Duration> ParseRetryAfter(std::string_view text,
                                              absl::Time now);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_MODEL_RETRY_AFTER_H_
