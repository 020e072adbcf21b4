// Interprets responses of API v3 that are not a page of rows. v3 uses real
// status codes, with the document {"error":"…"}.
//
// Errors: as in http_answer.h, except
//         403: UPSTREAM_QUOTA if the text reports that the units are exhausted,
//         else UPSTREAM_REJECTED, because the account's plan does not include
//         the request;
//         400: CALLER_REJECTED if the text reports that one of our columns, or
//         the target, is invalid.
#ifndef BACKLINKS_SERVICE_DIALECT_AHREFS_V3_ERRORS_H_
#define BACKLINKS_SERVICE_DIALECT_AHREFS_V3_ERRORS_H_

#include <string_view>

#include "absl/status/status.h"
#include "service/model/http_message.h"

namespace backlinks::dialect::ahrefs_v3 {

// See Dialect::CheckHead, NeedsErrorBody and ErrorOf.
absl::Status CheckV3Head(const ResponseHead& head);
bool V3NeedsErrorBody(const ResponseHead& head);
absl::Status V3ErrorOf(const ResponseHead& head, std::string_view text);

}  // namespace backlinks::dialect::ahrefs_v3

#endif  // BACKLINKS_SERVICE_DIALECT_AHREFS_V3_ERRORS_H_
