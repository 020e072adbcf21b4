// Formats the response of GetUsage as a table.
#ifndef BACKLINKS_CLIENT_CPP_CLI_USAGE_TEXT_H_
#define BACKLINKS_CLIENT_CPP_CLI_USAGE_TEXT_H_

#include <string>

#include "backlinks/v1/backlinks_service.pb.h"

namespace backlinks::cli {

// Returns one line per day with calls, rows and price, their sum, and the
// remaining allowance.
std::string UsageText(const v1::GetUsageResponse& usage);

}  // namespace backlinks::cli

#endif  // BACKLINKS_CLIENT_CPP_CLI_USAGE_TEXT_H_
