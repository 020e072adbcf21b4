// The streams under way: counted against the limit, and reached by the drain.
//
// Threads: every method may be called from any thread.
#ifndef BACKLINKS_SERVICE_RPC_CALL_REGISTRY_H_
#define BACKLINKS_SERVICE_RPC_CALL_REGISTRY_H_

#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/server_context.h"
#include "service/rpc/coroutine_rpc.h"

namespace backlinks {

class CallRegistry {
 public:
  explicit CallRegistry(int64_t max_calls) : max_calls_(max_calls) {}

  // A place for one call, to be given back by Leave. Errors: CONCURRENCY with
  // max_calls places taken; what CancelAll said, after it.
  absl::StatusOr<int64_t> Reserve();

  // Makes the call in this place known to CancelAll and AbortAll. `context` is
  // the call's own; gRPC keeps it until the call has finished, which it does
  // after Leave.
  void Attach(int64_t slot, const std::shared_ptr<CoroutineRpc>& call,
              grpc::CallbackServerContext* context);

  void Release(int64_t slot);

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
    std::weak_ptr<CoroutineRpc> call;
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

#endif  // BACKLINKS_SERVICE_RPC_CALL_REGISTRY_H_
