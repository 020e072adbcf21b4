// A failed call as people read it on stderr.
#ifndef BACKLINKS_CLIENT_CPP_CLI_ERROR_TEXT_H_
#define BACKLINKS_CLIENT_CPP_CLI_ERROR_TEXT_H_

#include <string>

#include "absl/status/status.h"

namespace backlinks {

// The status, the reason and every violation, a line each.
std::string ErrorText(const absl::Status& status);

}  // namespace backlinks

#endif  // BACKLINKS_CLIENT_CPP_CLI_ERROR_TEXT_H_
