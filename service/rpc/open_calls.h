// The calls of every method that are open, from their headers to their end:
// limits their number, and ends those whose request does not arrive in time.
//
// One timer serves all calls, since each has the same time for its request.
//
// Errors:  CONCURRENCY and REQUEST_TIMEOUT.
// Threads: every method may be called from any thread. Calls that are late are
//          ended on the executor.
#ifndef BACKLINKS_SERVICE_RPC_OPEN_CALLS_H_
#define BACKLINKS_SERVICE_RPC_OPEN_CALLS_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "boost/asio/any_io_executor.hpp"
#include "boost/asio/steady_timer.hpp"

namespace backlinks::rpc {

class CallReactor;

struct CallLimits {
  int64_t max_open_calls = 2000;
  absl::Duration request_timeout = absl::Seconds(10);
  size_t max_request_bytes = 1 << 20;  // As sent, and inflated.
};

class OpenCalls {
  using Clock = std::chrono::steady_clock;

  struct Entry {
    std::weak_ptr<CallReactor> call;  // Empty until AwaitRequest.
    Clock::time_point due;
    bool is_waiting = false;
  };

 public:
  using Slot = std::list<Entry>::iterator;

  // The executor must have stopped before this object is destroyed.
  OpenCalls(const boost::asio::any_io_executor& executor,
            const CallLimits& limits)
      : limits_(limits), timer_(executor) {}

  const CallLimits& limits() const { return limits_; }

  // Reserves a slot for one call, to be freed by Release. Fails with
  // CONCURRENCY if all are taken, or with the status of EndAll after that.
  absl::StatusOr<Slot> Reserve();

  // From now on the call has the time of request_timeout for its request, after
  // which it is ended with REQUEST_TIMEOUT. After EndAll it is ended at once.
  void AwaitRequest(Slot slot, const std::shared_ptr<CallReactor>& call);

  // The call no longer waits for its request.
  void StopWaiting(Slot slot);

  void Release(Slot slot);

  // Ends every call, and rejects every later one, with `why`.
  void EndAll(const absl::Status& why);

 private:
  using Calls = std::vector<std::shared_ptr<CallReactor>>;

  void StartTimer(Clock::time_point due);
  void OnTimer();
  // Removes the calls that are late from those that wait.
  Calls TakeLate();

  const CallLimits limits_;
  std::mutex mutex_;
  std::list<Entry> waiting_;  // In the order of `due`.
  std::list<Entry> others_;
  absl::Status closed_;              // OK until EndAll.
  bool is_timer_started_ = false;    // Also before the executor runs it.
  boost::asio::steady_timer timer_;  // Used on the executor only.
};

}  // namespace backlinks::rpc

#endif  // BACKLINKS_SERVICE_RPC_OPEN_CALLS_H_
