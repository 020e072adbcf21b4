// What an answer of API v3 that is not a page of rows means. It has real
// status codes, and with them the document {"error":"…"}.
//
// Errors: the table of the API contract: that of http_answer.h, but for 403:
//         UPSTREAM_QUOTA where its text tells that the units are spent, else
//         UPSTREAM_REJECTED, because the account's plan does not include what
//         is asked for; and for 400: CALLER_REJECTED where its text names one
//         of our columns, or the target, as wrong.
#ifndef BACKLINKS_SERVICE_DIALECT_AHREFS_V3_ERRORS_H_
#define BACKLINKS_SERVICE_DIALECT_AHREFS_V3_ERRORS_H_

#include <string_view>

#include "absl/status/status.h"
#include "service/model/http_message.h"

namespace backlinks {

// See Dialect::CheckHead, NeedsErrorBody and ErrorOf.
absl::Status CheckV3Head(const ResponseHead& head);
bool V3NeedsErrorBody(const ResponseHead& head);
absl::Status V3ErrorOf(const ResponseHead& head, std::string_view text);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_DIALECT_AHREFS_V3_ERRORS_H_
