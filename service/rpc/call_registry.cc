#include "service/rpc/call_registry.h"

#include "fmt/format.h"
#include "service/common/status/status.h"
#include "service/rpc/abort_call.h"

namespace backlinks::rpc {
namespace {

constexpr absl::Duration kRetryDelay = absl::Seconds(1);

}  // namespace

absl::StatusOr<int64_t> CallRegistry::Reserve() {
  const std::lock_guard lock(mutex_);
  if (!closed_.ok()) return closed_;
  if (static_cast<int64_t>(calls_.size()) >= max_calls_) {
    return WithRetryDelay(
        MakeError(
            Reason::kConcurrency,
            fmt::format("{} calls are running, which is the limit", max_calls_),
            {{"max_streams", fmt::to_string(max_calls_)}}),
        kRetryDelay);
  }
  calls_.emplace(++next_slot_, Slot());
  return next_slot_;
}

void CallRegistry::Attach(int64_t slot,
                          const std::shared_ptr<CoroutineRpc>& call,
                          grpc::CallbackServerContext* context) {
  const std::lock_guard lock(mutex_);
  // The call may already have ended.
  const auto it = calls_.find(slot);
  if (it == calls_.end()) return;
  it->second = {call, context};
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
  for (const auto& [number, slot] : calls_) {
    if (const auto reactor = slot.call.lock()) reactor->Cancel(why);
  }
  left_.notify_all();
}

void CallRegistry::AbortAll(const absl::Status& why) {
  // A call in calls_ has not been released, so gRPC still keeps its context.
  const std::lock_guard lock(mutex_);
  for (const auto& [number, slot] : calls_) {
    if (slot.context != nullptr) AbortCall(slot.context->c_call(), why);
  }
}

}  // namespace backlinks::rpc
