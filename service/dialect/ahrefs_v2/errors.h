// Interprets responses of API v2 that are not a page of rows.
//
// v2 reported errors with status 200, the header "X-Status: error" and the
// document {"error":"…"}. Everything between the server and v2 (proxies, and
// the servers that implement the dialect today) uses real status codes.
//
// Errors: as in the API contract: UPSTREAM_CREDENTIALS 401 and
//         "invalid token"; UPSTREAM_QUOTA; UPSTREAM_RATE 429; UPSTREAM_REJECTED
//         other 4xx and other errors in documents; UPSTREAM_UNAVAILABLE 408
//         and 5xx; UPSTREAM_MALFORMED everything else.
#ifndef BACKLINKS_SERVICE_DIALECT_AHREFS_V2_ERRORS_H_
#define BACKLINKS_SERVICE_DIALECT_AHREFS_V2_ERRORS_H_

#include <string_view>

#include "absl/status/status.h"
#include "service/model/http_message.h"

namespace backlinks::dialect::ahrefs_v2 {

// See Dialect::CheckHead, NeedsErrorBody and ErrorOf.
absl::Status CheckV2Head(const ResponseHead& head);
bool V2NeedsErrorBody(const ResponseHead& head);
absl::Status V2ErrorOf(const ResponseHead& head, std::string_view text);

}  // namespace backlinks::dialect::ahrefs_v2

#endif  // BACKLINKS_SERVICE_DIALECT_AHREFS_V2_ERRORS_H_
