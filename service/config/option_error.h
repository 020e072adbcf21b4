// What is wrong with an option, as one line.
#ifndef BACKLINKS_SERVICE_CONFIG_OPTION_ERROR_H_
#define BACKLINKS_SERVICE_CONFIG_OPTION_ERROR_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace backlinks {

// Line breaks and other control characters of a value do not break the line;
// a long one is cut.
std::string OneLine(std::string_view text);

// INVALID_ARGUMENT: "where: what"; without `where` the latter alone.
absl::Status WrongOption(std::string_view where, std::string_view what);
absl::Status WrongOption(std::string_view where, const absl::Status& status);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_CONFIG_OPTION_ERROR_H_
