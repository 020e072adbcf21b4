// Formats the response of GetUsage as a table.
#ifndef BACKLINKS_CLIENT_CPP_CLI_USAGE_TEXT_H_
#define BACKLINKS_CLIENT_CPP_CLI_USAGE_TEXT_H_

#include <string>

#include "backlinks/v1/backlinks_service.pb.h"
#include "client/cpp/cli/caller_usage_text.h"

namespace backlinks::cli {

// Returns what callers have spent and may spend (caller_usage_text.h), one line
// per day with the calls, rows and price of the server and their sum, and the
// remaining allowance. Parts that the server does not return are omitted.
std::string UsageText(const v1::GetUsageResponse& usage,
                      const TableStyle& style = {});

}  // namespace backlinks::cli

#endif  // BACKLINKS_CLIENT_CPP_CLI_USAGE_TEXT_H_
