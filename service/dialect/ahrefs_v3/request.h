// Writes requests of API v3: GET, everything but the key in the query string,
// percent-encoded; the key in the header `authorization`.
#ifndef BACKLINKS_SERVICE_DIALECT_AHREFS_V3_REQUEST_H_
#define BACKLINKS_SERVICE_DIALECT_AHREFS_V3_REQUEST_H_

#include "service/dialect/dialect.h"
#include "service/model/http_message.h"
#include "service/model/query.h"

namespace backlinks {

// The columns that a page asks for: a deep one needs its order's, too.
ColumnSet V3SelectOf(const Plan& plan, bool deep);

// One page of a plan, of site-explorer/all-backlinks.
HttpRequest MakeV3Request(const DialectOptions& options, const Plan& plan,
                          const Page& page);

// subscription-info/limits-and-usage, which is free.
HttpRequest MakeV3AllowanceRequest(const DialectOptions& options);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_DIALECT_AHREFS_V3_REQUEST_H_
