// Errors that name the flag which causes them.
#ifndef BACKLINKS_SERVICE_APP_FLAG_ERROR_H_
#define BACKLINKS_SERVICE_APP_FLAG_ERROR_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "fmt/format.h"

namespace backlinks::app {

// Adds the flag's name, if it is an error.
inline absl::Status WithFlag(const absl::Status& status,
                             std::string_view flag) {
  if (status.ok()) return status;
  return {status.code(),
          fmt::format("{} ({})", std::string(status.message()), flag)};
}

}  // namespace backlinks::app

#endif  // BACKLINKS_SERVICE_APP_FLAG_ERROR_H_
