// Decodes the bytes that Redis sends, split anywhere, to replies.
//
// Errors:  DATA_LOSS if the bytes are not RESP2, or a reply exceeds a limit.
//          The reader must not be used after that.
// Limits:  ReplyLimits. Memory is bounded by about twice `max_bytes`.
// Threads: one at a time.
#ifndef BACKLINKS_SERVICE_STATE_REDIS_REPLY_READER_H_
#define BACKLINKS_SERVICE_STATE_REDIS_REPLY_READER_H_

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "hiredis/read.h"
#include "service/state/redis/reply.h"
#include "service/state/redis/reply_builder.h"

namespace backlinks::state::redis {

struct ReplyLimits {
  size_t max_bytes = size_t{64} << 20;    // Of one reply.
  size_t max_elements = size_t{1} << 16;  // Of one reply's arrays together.
};

class ReplyReader {
 public:
  explicit ReplyReader(const ReplyLimits& limits);
  ReplyReader(const ReplyReader&) = delete;
  ReplyReader& operator=(const ReplyReader&) = delete;

  // Appends the replies that are complete with these bytes.
  absl::Status Feed(std::string_view bytes, std::vector<Reply>& replies);

 private:
  struct Free {
    void operator()(redisReader* reader) const { redisReaderFree(reader); }
  };

  absl::Status CheckPending() const;
  // The bytes that belong to no complete object yet.
  std::string_view Pending() const;

  const ReplyLimits limits_;
  ReplyBuilder builder_;
  std::unique_ptr<redisReader, Free> reader_;
  size_t reply_bytes_ = 0;  // Received for the reply that is not complete.
};

}  // namespace backlinks::state::redis

#endif  // BACKLINKS_SERVICE_STATE_REDIS_REPLY_READER_H_
