// Formats a plan for people.
#ifndef BACKLINKS_CLIENT_CPP_CLI_EXPLAIN_TEXT_H_
#define BACKLINKS_CLIENT_CPP_CLI_EXPLAIN_TEXT_H_

#include <string>

#include "backlinks/v1/backlinks_service.pb.h"

namespace backlinks::cli {

// Returns lines with labels: which filter is tested where, columns (+ fetched
// but not returned, − not available), order, calls, price, and the first
// requests.
std::string ExplainText(const v1::ExplainRefpagesResponse& plan);

}  // namespace backlinks::cli

#endif  // BACKLINKS_CLIENT_CPP_CLI_EXPLAIN_TEXT_H_
