#include "service/rpc/too_many_calls.h"

#include "absl/time/time.h"
#include "fmt/format.h"
#include "service/common/status/status.h"

namespace backlinks::rpc {
namespace {

constexpr absl::Duration kRetryDelay = absl::Seconds(1);

}  // namespace

absl::Status TooManyCalls(int64_t limit, std::string_view state,
                          const std::string& flag) {
  return WithRetryDelay(
      MakeError(
          Reason::kConcurrency,
          fmt::format("{} calls are {}, which is the limit", limit, state),
          {{flag, fmt::to_string(limit)}}),
      kRetryDelay);
}

absl::Status TooManyRequests(int64_t count, size_t max_request_bytes) {
  return WithRetryDelay(
      MakeError(Reason::kConcurrency,
                fmt::format("the connection sends {} requests at the same "
                            "time, which together are larger than {} bytes "
                            "each",
                            count, max_request_bytes),
                {{"max_request_bytes", fmt::to_string(max_request_bytes)}}),
      kRetryDelay);
}

}  // namespace backlinks::rpc
