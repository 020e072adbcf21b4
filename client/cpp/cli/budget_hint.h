// Details for a call that failed because it could exceed its caller's budget.
#ifndef BACKLINKS_CLIENT_CPP_CLI_BUDGET_HINT_H_
#define BACKLINKS_CLIENT_CPP_CLI_BUDGET_HINT_H_

#include <string>

#include "absl/status/status.h"

namespace backlinks::cli {

// Returns the figures of a CALLER_BUDGET error, and when the budget resets,
// without a line break. Empty for other errors, and if a figure is missing.
std::string BudgetHint(const absl::Status& status);

}  // namespace backlinks::cli

#endif  // BACKLINKS_CLIENT_CPP_CLI_BUDGET_HINT_H_
