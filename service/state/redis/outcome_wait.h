// How a coroutine waits for a command that another thread runs.
//
// Neither the coroutine's executor nor its context is used once the wait has
// been destroyed, so that they may be destroyed after a cancelled call, while
// its command still runs.
//
// Threads: the coroutine's executor, which runs one handler at a time. The
//          callback may be called on any thread.
// Cancel:  terminal cancellation ends the wait.
#ifndef BACKLINKS_SERVICE_STATE_REDIS_OUTCOME_WAIT_H_
#define BACKLINKS_SERVICE_STATE_REDIS_OUTCOME_WAIT_H_

#include <memory>
#include <mutex>
#include <optional>

#include "absl/functional/any_invocable.h"
#include "boost/asio/any_io_executor.hpp"
#include "boost/asio/awaitable.hpp"
#include "boost/asio/steady_timer.hpp"
#include "service/state/redis/pipeline.h"

namespace backlinks::state::redis {

class OutcomeWait {
 public:
  explicit OutcomeWait(const boost::asio::any_io_executor& executor);
  ~OutcomeWait();
  OutcomeWait(const OutcomeWait&) = delete;
  OutcomeWait& operator=(const OutcomeWait&) = delete;

  // Ends the wait. Has no effect after the wait was destroyed.
  absl::AnyInvocable<void(Outcome)> Callback();

  // Empty if the wait was cancelled.
  boost::asio::awaitable<std::optional<Outcome>> Await();

 private:
  struct Link {
    std::mutex mutex;
    OutcomeWait* wait;  // Null after its end. Set on its executor only.
  };

  boost::asio::steady_timer timer_;  // Cancelled when there is an outcome.
  std::optional<Outcome> outcome_;
  const std::shared_ptr<Link> link_;
};

}  // namespace backlinks::state::redis

#endif  // BACKLINKS_SERVICE_STATE_REDIS_OUTCOME_WAIT_H_
