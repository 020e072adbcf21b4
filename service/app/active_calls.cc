#include "service/app/active_calls.h"

#include "fmt/format.h"
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
  calls_.emplace(++next_place_, std::weak_ptr<JobCall>());
  return next_place_;
}

void ActiveCalls::Seat(int64_t place, const std::shared_ptr<JobCall>& call) {
  const std::lock_guard lock(mutex_);
  // The call may have ended in the meantime.
  const auto it = calls_.find(place);
  if (it == calls_.end()) return;
  it->second = call;
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

void ActiveCalls::CancelAll(const absl::Status& why) {
  const std::lock_guard lock(mutex_);
  closed_ = why;
  for (const auto& [place, call] : calls_) {
    if (const auto reactor = call.lock()) reactor->Cancel(why);
  }
}

}  // namespace backlinks
