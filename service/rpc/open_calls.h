// The calls of every method that are open, from their headers to their end:
// limits their number, and ends those whose request does not arrive in time.
//
// One timer serves all calls, since each has the same time for its request.
//
// Errors:  CONCURRENCY, REQUEST_TIMEOUT and REQUEST_TOO_LARGE.
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
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "boost/asio/any_io_executor.hpp"
#include "boost/asio/steady_timer.hpp"
#include "service/model/open_call_counts.h"

namespace backlinks::rpc {

class CallReactor;

struct CallLimits {
  int64_t max_open_calls = 2000;
  absl::Duration request_timeout = absl::Seconds(10);
  // The time for a client to take the last message and the status.
  absl::Duration finish_timeout = absl::InfiniteDuration();
  size_t max_request_bytes = 1 << 20;  // As sent, and inflated.
};

class OpenCalls {
  using Clock = std::chrono::steady_clock;

  struct Entry;
  using Entries = std::list<Entry>;
  struct Entry {
    std::weak_ptr<CallReactor> call;  // Empty until AwaitRequest.
    std::string_view peer;            // Empty until AwaitRequest.
    Clock::time_point due;            // Unused in others_.
    Entries* in = nullptr;            // The list that it is in.
    bool is_public = false;
  };
  // Entries that have the same time for something, in the order of `due`.
  struct Waiting {
    explicit Waiting(const boost::asio::any_io_executor& executor)
        : timer(executor) {}

    Entries entries;
    bool is_timer_started = false;    // Also before the executor runs it.
    boost::asio::steady_timer timer;  // Used on the executor only.
  };

 public:
  using Slot = Entries::iterator;

  // The executor must have stopped before this object is destroyed.
  OpenCalls(const boost::asio::any_io_executor& executor,
            const CallLimits& limits)
      : limits_(limits), requests_(executor), finishing_(executor) {}

  const CallLimits& limits() const { return limits_; }

  // Reserves a slot for one call, to be freed by Release. Fails with
  // CONCURRENCY if all are taken, or with the status of EndAll after that. If
  // one of them has waited long for its request, that call is ended instead:
  // a healthy request follows its headers at once.
  // Public calls are those that everybody may make, and those whose caller was
  // not admitted: they have a quarter of the slots.
  absl::StatusOr<Slot> Reserve(bool is_public);

  // From now on the call has the time of request_timeout for its request, after
  // which it is ended with REQUEST_TIMEOUT. After EndAll it is ended at once.
  // `peer` must outlive the slot.
  void AwaitRequest(Slot slot, const std::shared_ptr<CallReactor>& call,
                    std::string_view peer);

  // The call no longer waits for its request.
  void StopWaiting(Slot slot);

  // The call is finished but for the client, which has finish_timeout for
  // taking the status. After that the call is aborted.
  void AwaitEnd(Slot slot);

  void Release(Slot slot);
  bool empty() const { return counts().open == 0; }
  OpenCallCounts counts() const;

  // Ends the calls of the peer that wait for their request since before
  // `found`, when `count` requests were not complete, and found to be too
  // large: with REQUEST_TOO_LARGE if there was only one, else with CONCURRENCY.
  void EndRequests(std::string_view peer, int64_t count,
                   std::chrono::steady_clock::time_point found);

  // Ends every call, and rejects every later one, with `why`.
  void EndAll(const absl::Status& why);

  // Aborts the calls that are finished, but whose clients do not take it.
  void AbortFinishing(const absl::Status& why);

 private:
  using Calls = std::vector<std::shared_ptr<CallReactor>>;

  int64_t Count() const;
  bool IsFull() const;
  // Returns the call that has waited longest for its request, which then no
  // longer waits. Null if none has waited long.
  std::shared_ptr<CallReactor> TakeLongest();
  void Move(Slot slot, Entries& to);
  // From now on the call waits, for `time` at most.
  void Wait(Slot slot, Waiting& waiting, absl::Duration time);
  void StartTimer(Waiting& waiting);
  void OnTimer(Waiting& waiting);
  // Removes the calls that are late from those that wait.
  Calls TakeLate(Waiting& waiting);

  const CallLimits limits_;
  mutable std::mutex mutex_;
  Waiting requests_;   // Whose request has not arrived.
  Waiting finishing_;  // Whose client has not taken the status.
  Entries others_;
  int64_t public_calls_ = 0;
  absl::Status closed_;  // OK until EndAll.
};

}  // namespace backlinks::rpc

#endif  // BACKLINKS_SERVICE_RPC_OPEN_CALLS_H_
