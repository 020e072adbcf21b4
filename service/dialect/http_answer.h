// Interprets an upstream's HTTP response, independent of the dialect.
//
// Errors:  as in the API contract: UPSTREAM_CREDENTIALS 401;
//          UPSTREAM_QUOTA 402; CALLER_REJECTED 414, 431; UPSTREAM_RATE 429;
//          UPSTREAM_REJECTED other 4xx; UPSTREAM_UNAVAILABLE 408 and 5xx;
//          UPSTREAM_MALFORMED everything else, and content types that cannot
//          be JSON.
#ifndef BACKLINKS_SERVICE_DIALECT_HTTP_ANSWER_H_
#define BACKLINKS_SERVICE_DIALECT_HTTP_ANSWER_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "absl/status/status.h"
#include "service/common/status/reason.h"
#include "service/model/http_message.h"

namespace backlinks::dialect {

// Returns OK if the status is 200 and the body may be JSON.
absl::Status CheckHttpHead(const ResponseHead& head);

// Returns whether the content type is JSON, or too general to exclude JSON. The
// decoder finds out.
bool MayBeJson(const ResponseHead& head);

// Returns whether the body of an error may have more information than the
// status.
bool MayExplainError(const ResponseHead& head);

// Returns an error with the message "the upstream answered 403: …". `meaning`
// must contain no text of the upstream.
absl::Status HttpError(Reason reason, const ResponseHead& head,
                       std::string_view meaning);

// Returns the value of a header if it is a non-negative integer.
std::optional<int64_t> CountIn(const ResponseHead& head,
                               std::string_view header);

}  // namespace backlinks::dialect

#endif  // BACKLINKS_SERVICE_DIALECT_HTTP_ANSWER_H_
