// What HTTP itself says of an upstream's answer, whatever its dialect.
//
// Errors: the table of the API contract: UPSTREAM_CREDENTIALS 401;
//         UPSTREAM_QUOTA 402; CALLER_REJECTED 414, 431; UPSTREAM_RATE 429;
//         UPSTREAM_REJECTED other 4xx; UPSTREAM_UNAVAILABLE 408 and 5xx;
//         UPSTREAM_MALFORMED everything else, and what by its content type
//         cannot be JSON.
#ifndef BACKLINKS_SERVICE_DIALECT_HTTP_ANSWER_H_
#define BACKLINKS_SERVICE_DIALECT_HTTP_ANSWER_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "absl/status/status.h"
#include "service/model/http_message.h"
#include "service/status/reason.h"

namespace backlinks {

// OK: 200, and the body may be JSON.
absl::Status CheckHttpHead(const ResponseHead& head);

// JSON by name, or a type that says nothing: the decoder will see.
bool MayBeJson(const ResponseHead& head);

// Whether the body of an error may say more of it than the status does.
bool MayExplainError(const ResponseHead& head);

// "the upstream answered 403: …"; the meaning must hold nothing of its own.
absl::Status HttpError(Reason reason, const ResponseHead& head,
                       std::string_view meaning);

// A header's whole number that is not negative.
std::optional<int64_t> CountIn(const ResponseHead& head,
                               std::string_view header);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_DIALECT_HTTP_ANSWER_H_
