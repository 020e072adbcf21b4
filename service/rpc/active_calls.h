// The streams under way: counted against the limit, and reached by the drain.
//
// Threads: every method may be called from any thread.
#ifndef BACKLINKS_SERVICE_RPC_ACTIVE_CALLS_H_
#define BACKLINKS_SERVICE_RPC_ACTIVE_CALLS_H_

#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/server_context.h"
#include "service/rpc/job_call.h"

namespace backlinks {

class ActiveCalls {
 public:
  explicit ActiveCalls(int64_t max_calls) : max_calls_(max_calls) {}

  // A place for one call, to be given back by Leave. Errors: CONCURRENCY with
  // max_calls places taken; what CancelAll said, after it.
  absl::StatusOr<int64_t> Enter();

  // Makes the call in this place known to CancelAll and AbortAll. `context` is
  // the call's own; gRPC keeps it until the call has finished, which it does
  // after Leave.
  void Seat(int64_t place, const std::shared_ptr<JobCall>& call,
            grpc::CallbackServerContext* context);

  void Leave(int64_t place);

  // Waits until every place is free, or for so long.
  void WaitUntilEmpty(absl::Duration at_most);

  // The same, but returns as soon as CancelAll has been called, too.
  void WaitUntilEmptyOrClosed(absl::Duration at_most);

  // Ends every call with `why`, those that come later too.
  void CancelAll(const absl::Status& why);

  // Ends the calls that CancelAll could not end because their readers do not
  // take the message before the status. That message is cut, and the details of
  // `why` are lost.
  void AbortAll(const absl::Status& why);

 private:
  struct Place {
    std::weak_ptr<JobCall> call;
    grpc::CallbackServerContext* context = nullptr;  // Null: not seated yet.
  };

  const int64_t max_calls_;
  std::mutex mutex_;
  std::condition_variable left_;
  int64_t next_place_ = 0;
  absl::Status closed_;  // OK: open.
  std::map<int64_t, Place> calls_;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_RPC_ACTIVE_CALLS_H_
