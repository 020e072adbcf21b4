#include "service/rpc/active_calls.h"

#include <string>

#include "fmt/format.h"
#include "grpc/grpc.h"
#include "service/status/status.h"

namespace backlinks {
namespace {

constexpr absl::Duration kRetryDelay = absl::Seconds(1);

}  // namespace

absl::StatusOr<int64_t> ActiveCalls::Enter() {
  const std::lock_guard lock(mutex_);
  if (!closed_.ok()) return closed_;
  if (static_cast<int64_t>(calls_.size()) >= max_calls_) {
    return WithRetryDelay(
        MakeError(Reason::kConcurrency,
                  fmt::format("{} streams are under way, which is the limit",
                              max_calls_),
                  {{"max_streams", fmt::to_string(max_calls_)}}),
        kRetryDelay);
  }
  calls_.emplace(++next_place_, Place());
  return next_place_;
}

void ActiveCalls::Seat(int64_t place, const std::shared_ptr<JobCall>& call,
                       grpc::CallbackServerContext* context) {
  const std::lock_guard lock(mutex_);
  // The call may have ended in the meantime.
  const auto it = calls_.find(place);
  if (it == calls_.end()) return;
  it->second = {call, context};
  if (!closed_.ok()) call->Cancel(closed_);
}

void ActiveCalls::Leave(int64_t place) {
  const std::lock_guard lock(mutex_);
  calls_.erase(place);
  left_.notify_all();
}

void ActiveCalls::WaitUntilEmpty(absl::Duration at_most) {
  std::unique_lock lock(mutex_);
  left_.wait_for(lock, absl::ToChronoMilliseconds(at_most),
                 [this] { return calls_.empty(); });
}

void ActiveCalls::WaitUntilEmptyOrClosed(absl::Duration at_most) {
  std::unique_lock lock(mutex_);
  left_.wait_for(lock, absl::ToChronoMilliseconds(at_most),
                 [this] { return calls_.empty() || !closed_.ok(); });
}

void ActiveCalls::CancelAll(const absl::Status& why) {
  const std::lock_guard lock(mutex_);
  closed_ = why;
  for (const auto& [number, place] : calls_) {
    if (const auto reactor = place.call.lock()) reactor->Cancel(why);
  }
  left_.notify_all();
}

void ActiveCalls::AbortAll(const absl::Status& why) {
  const std::string message(why.message());
  // A call that is still here has not called Leave, so gRPC still has it.
  const std::lock_guard lock(mutex_);
  for (const auto& [number, place] : calls_) {
    if (place.context == nullptr) continue;
    grpc_call_cancel_with_status(place.context->c_call(),
                                 static_cast<grpc_status_code>(why.code()),
                                 message.c_str(), nullptr);
  }
}

}  // namespace backlinks
