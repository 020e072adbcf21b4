// The commands of one connection that have no reply yet, in the order of their
// replies: first those that were sent, then those that were not.
//
// Limits:  kMaxCommands and kMaxCommandBytes, of all commands together.
// Threads: one at a time. The callbacks run inside the methods, and must not
//          call the pipeline.
#ifndef BACKLINKS_SERVICE_STATE_REDIS_PIPELINE_H_
#define BACKLINKS_SERVICE_STATE_REDIS_PIPELINE_H_

#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "service/model/steady_time.h"
#include "service/state/redis/reply.h"

namespace backlinks::state::redis {

// How a command ended.
struct Outcome {
  absl::StatusOr<Reply> reply;  // An error of the server is a reply.
  // For an error: whether the command was sent, so that the server may have
  // executed it, or may do so later.
  bool maybe_executed = false;
};

struct QueuedCommand {
  std::string bytes;
  // Not before that of the command that was added before.
  SteadyTime deadline = SteadyTime::InfiniteFuture();
  absl::AnyInvocable<void(Outcome)> done;
  size_t size = 0;  // Of `bytes`, which are freed when they are sent.
};

class Pipeline {
 public:
  using Handle = std::shared_ptr<QueuedCommand>;

  static constexpr size_t kMaxCommands = 4096;
  static constexpr size_t kMaxCommandBytes = size_t{128} << 20;

  // Fails the command if the pipeline is full.
  void Add(const Handle& command);
  // Forgets the command. The reply of one that was sent is skipped.
  void Cancel(const Handle& command);

  // Returns the bytes of the commands that were not sent, which count as sent
  // from now on. Empty if there are none.
  std::string TakeUnsent();
  // The reply of the first command that was sent. Returns false if there is
  // none.
  bool Complete(Reply reply);

  void FailSent(const absl::Status& status);
  void FailAll(const absl::Status& status);
  // Fails the commands that were not sent before their deadline. Returns
  // whether the deadline of one that was sent has passed.
  bool Expire(SteadyTime now, const absl::Status& status);

  std::optional<SteadyTime> first_deadline() const;

 private:
  void End(const Handle& command, Outcome outcome);

  std::deque<Handle> sent_;
  std::deque<Handle> unsent_;
  size_t bytes_ = 0;
};

}  // namespace backlinks::state::redis

#endif  // BACKLINKS_SERVICE_STATE_REDIS_PIPELINE_H_
