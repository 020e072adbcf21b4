// Builds requests of API v3: GET with all parameters percent-encoded in the
// query string, and the key in the header `authorization`.
#ifndef BACKLINKS_SERVICE_DIALECT_AHREFS_V3_REQUEST_H_
#define BACKLINKS_SERVICE_DIALECT_AHREFS_V3_REQUEST_H_

#include "service/dialect/dialect.h"
#include "service/model/http_message.h"
#include "service/model/query.h"

namespace backlinks::dialect::ahrefs_v3 {

// Returns the columns that a page requests. If `in_full_order`, they include
// those of the full order.
ColumnSet V3SelectOf(const Plan& plan, bool in_full_order);

// Returns the request for one page of a plan, from site-explorer/all-backlinks.
HttpRequest MakeV3Request(const DialectOptions& options, const Plan& plan,
                          const Page& page);

// Returns the request for subscription-info/limits-and-usage, which is free.
HttpRequest MakeV3AllowanceRequest(const DialectOptions& options);

}  // namespace backlinks::dialect::ahrefs_v3

#endif  // BACKLINKS_SERVICE_DIALECT_AHREFS_V3_REQUEST_H_
