// Formats what callers have spent, and may spend, as tables.
#ifndef BACKLINKS_CLIENT_CPP_CLI_CALLER_USAGE_TEXT_H_
#define BACKLINKS_CLIENT_CPP_CLI_CALLER_USAGE_TEXT_H_

#include <string>

#include "backlinks/v1/backlinks_service.pb.h"

namespace backlinks::cli {

struct TableStyle {
  int width = 80;  // In cells.
  bool with_color = false;
};

// Returns a table of the day and one of the month, each with one line per
// caller: what is spent, reserved, allowed and left, and how much of the budget
// that is, as a percentage and, where there is space for it, as a bar. Empty if
// there are no callers.
std::string CallerUsageText(const v1::GetUsageResponse& usage,
                            const TableStyle& style);

}  // namespace backlinks::cli

#endif  // BACKLINKS_CLIENT_CPP_CLI_CALLER_USAGE_TEXT_H_
