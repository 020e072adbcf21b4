// Reads the details of an error that status.h does not read.
#ifndef BACKLINKS_SERVICE_COMMON_STATUS_ERROR_DETAILS_H_
#define BACKLINKS_SERVICE_COMMON_STATUS_ERROR_DETAILS_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace backlinks {

// Returns the delay of google.rpc.RetryInfo, not negative. Empty if there is
// none.
std::optional<absl::Duration> GetRetryDelay(const absl::Status& status);

// Returns an entry of ErrorInfo's metadata. Empty if there is none.
std::optional<std::string> GetMetadata(const absl::Status& status,
                                       const std::string& key);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_COMMON_STATUS_ERROR_DETAILS_H_
