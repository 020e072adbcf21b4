// Lets a coroutine wait until somebody wakes it, on any thread.
//
// A wake that comes before the wait ends it at once. Several wakes may end one
// wait, and one may come too late: the coroutine checks what it waits for, and
// waits again.
// Errors:  DEADLINE; CANCELLED.
// Threads: Wait on the executor; the waker on any.
// Cancel:  terminal; ends the wait.
#ifndef BACKLINKS_SERVICE_CACHE_WAKEUP_H_
#define BACKLINKS_SERVICE_CACHE_WAKEUP_H_

#include <functional>
#include <memory>

#include "absl/status/status.h"
#include "boost/asio/any_io_executor.hpp"
#include "boost/asio/awaitable.hpp"
#include "service/model/steady_time.h"

namespace backlinks::cache {

class Wakeup {
 public:
  explicit Wakeup(const boost::asio::any_io_executor& executor);

  // The returned function may be called as long as the executor exists. It only
  // posts a handler.
  std::function<void()> waker() const;

  boost::asio::awaitable<absl::Status> Wait(SteadyTime deadline);

 private:
  struct Shared;

  const std::shared_ptr<Shared> shared_;
};

}  // namespace backlinks::cache

#endif  // BACKLINKS_SERVICE_CACHE_WAKEUP_H_
