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

absl::Status TooManyRequests(size_t count) {
  return WithRetryDelay(
      MakeError(Reason::kConcurrency,
                fmt::format("the connection sends {} requests at the same "
                            "time, which are too large together",
                            count)),
      kRetryDelay);
}

}  // namespace backlinks::rpc
