#include "service/state/redis/stream_timeout.h"

#include "absl/status/status.h"
#include "boost/system/error_code.hpp"
#include "fmt/format.h"

namespace backlinks::state::redis {

StreamTimeout::StreamTimeout(const boost::asio::any_io_executor& executor,
                             const std::shared_ptr<Stream>& stream,
                             absl::Duration timeout)
    : timer_(executor, absl::ToChronoNanoseconds(timeout)) {
  timer_.async_wait([stream, timeout, has_ended = has_ended_](
                        const boost::system::error_code& canceled) {
    if (canceled || *has_ended) return;
    stream->Close(absl::UnavailableError(
        fmt::format("no connection for {}", absl::FormatDuration(timeout))));
  });
}

}  // namespace backlinks::state::redis
