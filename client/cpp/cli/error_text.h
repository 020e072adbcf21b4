// Formats a failed call for people on stderr.
#ifndef BACKLINKS_CLIENT_CPP_CLI_ERROR_TEXT_H_
#define BACKLINKS_CLIENT_CPP_CLI_ERROR_TEXT_H_

#include <string>

#include "absl/status/status.h"

namespace backlinks::cli {

// Returns the status, the reason and every violation, one line each.
std::string ErrorText(const absl::Status& status);

}  // namespace backlinks::cli

#endif  // BACKLINKS_CLIENT_CPP_CLI_ERROR_TEXT_H_
