// Writes requests of API v2: GET, everything in the query string,
// percent-encoded, the token included.
#ifndef BACKLINKS_SERVICE_DIALECT_AHREFS_V2_REQUEST_H_
#define BACKLINKS_SERVICE_DIALECT_AHREFS_V2_REQUEST_H_

#include <string>
#include <string_view>

#include "service/model/http_message.h"
#include "service/model/query.h"

namespace backlinks {

// One page of a plan.
HttpRequest MakeV2Request(std::string_view base_path, const Secret& token,
                          const Plan& plan, const Page& page);

// Table subscription_info, which takes no other parameters.
HttpRequest MakeV2AllowanceRequest(std::string_view base_path,
                                   const Secret& token);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_DIALECT_AHREFS_V2_REQUEST_H_
