// Closes a stream after some time, unless this object ends before.
//
// Threads: the executor of the stream.
#ifndef BACKLINKS_SERVICE_STATE_REDIS_STREAM_TIMEOUT_H_
#define BACKLINKS_SERVICE_STATE_REDIS_STREAM_TIMEOUT_H_

#include <memory>

#include "absl/time/time.h"
#include "boost/asio/any_io_executor.hpp"
#include "boost/asio/steady_timer.hpp"
#include "service/state/redis/stream.h"

namespace backlinks::state::redis {

class StreamTimeout {
 public:
  StreamTimeout(const boost::asio::any_io_executor& executor,
                const std::shared_ptr<Stream>& stream, absl::Duration timeout);
  ~StreamTimeout() { *has_ended_ = true; }
  StreamTimeout(const StreamTimeout&) = delete;
  StreamTimeout& operator=(const StreamTimeout&) = delete;

 private:
  boost::asio::steady_timer timer_;
  // The timer may have expired already, with its handler still to run.
  const std::shared_ptr<bool> has_ended_ = std::make_shared<bool>(false);
};

}  // namespace backlinks::state::redis

#endif  // BACKLINKS_SERVICE_STATE_REDIS_STREAM_TIMEOUT_H_
