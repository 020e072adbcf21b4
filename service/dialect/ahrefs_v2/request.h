// Builds requests of API v2: GET with all parameters, including the token,
// percent-encoded in the query string.
#ifndef BACKLINKS_SERVICE_DIALECT_AHREFS_V2_REQUEST_H_
#define BACKLINKS_SERVICE_DIALECT_AHREFS_V2_REQUEST_H_

#include <string>
#include <string_view>

#include "service/model/http_message.h"
#include "service/model/query.h"

namespace backlinks::dialect::ahrefs_v2 {

// Returns the request for one page of a plan.
HttpRequest MakeV2Request(std::string_view base_path, const Secret& token,
                          const Plan& plan, const Page& page);

// Returns the request for the table subscription_info, which has no other
// parameters.
HttpRequest MakeV2AllowanceRequest(std::string_view base_path,
                                   const Secret& token);

}  // namespace backlinks::dialect::ahrefs_v2

#endif  // BACKLINKS_SERVICE_DIALECT_AHREFS_V2_REQUEST_H_
