// What a server's error says beyond status.h: parts that only callers read.
#ifndef BACKLINKS_CLIENT_CPP_ERROR_DETAILS_H_
#define BACKLINKS_CLIENT_CPP_ERROR_DETAILS_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace backlinks {

// Of google.rpc.RetryInfo; nothing: there is none. Never negative.
std::optional<absl::Duration> GetRetryDelay(const absl::Status& status);

// One entry of ErrorInfo's metadata; nothing: it is not there.
std::optional<std::string> GetMetadata(const absl::Status& status,
                                       const std::string& key);

}  // namespace backlinks

#endif  // BACKLINKS_CLIENT_CPP_ERROR_DETAILS_H_
