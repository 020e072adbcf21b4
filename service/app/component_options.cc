#include "service/app/component_options.h"

#include <algorithm>
#include <cstdint>

#include "absl/time/time.h"

namespace backlinks::app {

absl::Duration OrInfinite(absl::Duration limit) {
  return limit > absl::ZeroDuration() ? limit : absl::InfiniteDuration();
}

size_t MaxAdminConnections(int64_t descriptors) {
  return static_cast<size_t>(std::clamp<int64_t>(descriptors / 8, 2, 64));
}

stream::StreamerOptions MakeStreamerOptions(const config::Options& options) {
  stream::StreamerOptions streamer;
  streamer.sender.max_batch_bytes = options.max_batch_bytes;
  streamer.sender.max_row_bytes = options.max_row_bytes;
  streamer.sender.max_batch_age = options.max_batch_age;
  streamer.sender.stall_timeout = OrInfinite(options.stall_timeout);
  streamer.max_resumes = options.upstream_resumes;
  streamer.decode_limits.max_depth = options.max_depth;
  streamer.decode_limits.max_cell_bytes = options.max_cell_bytes;
  streamer.decode_limits.max_row_bytes = options.max_row_bytes;
  return streamer;
}

rpc::CallLimits MakeCallLimits(const config::Options& options) {
  return {.max_open_calls = options.max_open_calls,
          .request_timeout = options.request_timeout,
          .finish_timeout = OrInfinite(options.stall_timeout),
          .max_request_bytes = options.max_request_bytes};
}

cursor::CursorCodec MakeCodec(const config::Options& options) {
  return {
      options.token_key.empty() ? cursor::RandomTokenKey() : options.token_key,
      options.token_ttl};
}

}  // namespace backlinks::app
