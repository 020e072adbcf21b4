// The active calls: limits their number, and ends them during the drain.
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
#include "service/rpc/coroutine_rpc.h"

namespace backlinks::rpc {

class CallRegistry {
 public:
  explicit CallRegistry(int64_t max_calls) : max_calls_(max_calls) {}

  // Reserves a slot for one call, to be freed by Release. Fails with
  // CONCURRENCY if max_calls slots are taken, or with the status of CancelAll
  // after that.
  absl::StatusOr<int64_t> Reserve();

  // Attaches the call to its slot, so that CancelAll and AbortAll reach it.
  void Attach(int64_t slot, const std::shared_ptr<CoroutineRpc>& call);

  void Release(int64_t slot);

  // Waits until all slots are free, but no longer than `at_most`.
  void WaitUntilEmpty(absl::Duration at_most);

  // The same, but also returns as soon as CancelAll has been called.
  void WaitUntilEmptyOrClosed(absl::Duration at_most);

  // Ends every current and future call with `why`.
  void CancelAll(const absl::Status& why);

  // Ends the calls that CancelAll could not end because their clients do not
  // read the message before the status. That message is truncated, and the
  // details of `why` are lost.
  void AbortAll(const absl::Status& why);

 private:
  const int64_t max_calls_;
  std::mutex mutex_;
  std::condition_variable left_;
  int64_t next_slot_ = 0;
  absl::Status closed_;  // OK until CancelAll.
  // By slot. Empty until Attach.
  std::map<int64_t, std::weak_ptr<CoroutineRpc>> calls_;
};

}  // namespace backlinks::rpc

#endif  // BACKLINKS_SERVICE_RPC_CALL_REGISTRY_H_
