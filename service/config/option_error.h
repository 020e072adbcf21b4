// One-line error messages about options.
#ifndef BACKLINKS_SERVICE_CONFIG_OPTION_ERROR_H_
#define BACKLINKS_SERVICE_CONFIG_OPTION_ERROR_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace backlinks::config {

// Returns the text as one line: replaces line breaks and other control
// characters, and cuts a long text.
std::string OneLine(std::string_view text);

// Returns INVALID_ARGUMENT "where: what", or "what" if `where` is empty.
absl::Status WrongOption(std::string_view where, std::string_view what);
absl::Status WrongOption(std::string_view where, const absl::Status& status);

}  // namespace backlinks::config

#endif  // BACKLINKS_SERVICE_CONFIG_OPTION_ERROR_H_
