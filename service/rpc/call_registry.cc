#include "service/rpc/call_registry.h"

#include "service/rpc/too_many_calls.h"

namespace backlinks::rpc {
absl::StatusOr<int64_t> CallRegistry::Reserve() {
  const std::lock_guard lock(mutex_);
  if (!closed_.ok()) return closed_;
  if (static_cast<int64_t>(calls_.size()) >= max_calls_) {
    return TooManyCalls(max_calls_, "running", "max_streams");
  }
  calls_.emplace(++next_slot_, std::weak_ptr<CoroutineRpc>());
  return next_slot_;
}

void CallRegistry::Attach(int64_t slot,
                          const std::shared_ptr<CoroutineRpc>& call) {
  const std::lock_guard lock(mutex_);
  // The call may already have ended.
  const auto it = calls_.find(slot);
  if (it == calls_.end()) return;
  it->second = call;
  if (!closed_.ok()) call->Cancel(closed_);
}

void CallRegistry::Release(int64_t slot) {
  const std::lock_guard lock(mutex_);
  calls_.erase(slot);
  left_.notify_all();
}

void CallRegistry::WaitUntilEmpty(absl::Duration at_most) {
  std::unique_lock lock(mutex_);
  left_.wait_for(lock, absl::ToChronoMilliseconds(at_most),
                 [this] { return calls_.empty(); });
}

void CallRegistry::WaitUntilEmptyOrClosed(absl::Duration at_most) {
  std::unique_lock lock(mutex_);
  left_.wait_for(lock, absl::ToChronoMilliseconds(at_most),
                 [this] { return calls_.empty() || !closed_.ok(); });
}

void CallRegistry::CancelAll(const absl::Status& why) {
  const std::lock_guard lock(mutex_);
  closed_ = why;
  for (const auto& [slot, call] : calls_) {
    if (const auto reactor = call.lock()) reactor->Cancel(why);
  }
  left_.notify_all();
}

void CallRegistry::AbortAll(const absl::Status& why) {
  const std::lock_guard lock(mutex_);
  for (const auto& [slot, call] : calls_) {
    if (const auto reactor = call.lock()) reactor->Abort(why);
  }
}

}  // namespace backlinks::rpc
