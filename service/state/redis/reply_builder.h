// Builds a Reply from what hiredis' reader finds.
//
// hiredis itself allocates an array as soon as its size is known, so that a few
// bytes of a broken server could ask for gigabytes. This builder limits the
// elements and the nesting of a reply before it allocates them.
//
// Threads: one at a time.
#ifndef BACKLINKS_SERVICE_STATE_REDIS_REPLY_BUILDER_H_
#define BACKLINKS_SERVICE_STATE_REDIS_REPLY_BUILDER_H_

#include <cstddef>
#include <optional>
#include <utility>

#include "hiredis/read.h"
#include "service/state/redis/reply.h"

namespace backlinks::state::redis {

class ReplyBuilder {
 public:
  // `max_elements` is of all arrays of one reply together.
  explicit ReplyBuilder(size_t max_elements) : max_elements_(max_elements) {}

  // The functions to pass to redisReaderCreateWithFunctions. The reader's
  // privdata must be the builder.
  static redisReplyObjectFunctions* Functions();

  // Returns the reply that was built, and begins the next one. Empty if the
  // reader found a type that this program does not use.
  std::optional<Reply> Take() {
    element_count_ = 0;
    return std::exchange(reply_, std::nullopt);
  }

 private:
  // Each adds an object at the position in the task. Returns null, for which
  // hiredis reports an error, if it may not be there.
  static Reply* Add(const redisReadTask* task, Reply reply);
  static void* AddString(const redisReadTask* task, char* text, size_t size);
  static void* AddArray(const redisReadTask* task, size_t size);

  bool Reserve(const redisReadTask* task, size_t size);

  const size_t max_elements_;
  size_t element_count_ = 0;
  std::optional<Reply> reply_;
};

}  // namespace backlinks::state::redis

#endif  // BACKLINKS_SERVICE_STATE_REDIS_REPLY_BUILDER_H_
