// The error of a call for which there is no place.
//
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_RPC_TOO_MANY_CALLS_H_
#define BACKLINKS_SERVICE_RPC_TOO_MANY_CALLS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace backlinks::rpc {

// Returns CONCURRENCY "9 calls are STATE, which is the limit", with RetryInfo
// and the limit as the metadata `flag`.
absl::Status TooManyCalls(int64_t limit, std::string_view state,
                          const std::string& flag);

// Returns CONCURRENCY with RetryInfo and the metadata max_request_bytes: a
// connection sends `count` requests at the same time, and so many bytes that
// one or more of them are larger than that.
absl::Status TooManyRequests(int64_t count, size_t max_request_bytes);

}  // namespace backlinks::rpc

#endif  // BACKLINKS_SERVICE_RPC_TOO_MANY_CALLS_H_
