#include "service/rpc/open_calls.h"

#include <utility>

#include "boost/asio/post.hpp"
#include "fmt/format.h"
#include "service/common/status/status.h"
#include "service/rpc/call_reactor.h"

namespace backlinks::rpc {
namespace {

constexpr absl::Duration kOpenCallRetryDelay = absl::Seconds(1);

absl::Status TooManyCalls(int64_t limit) {
  return WithRetryDelay(
      MakeError(Reason::kConcurrency,
                fmt::format("{} calls are open, which is the limit", limit),
                {{"max_open_calls", fmt::to_string(limit)}}),
      kOpenCallRetryDelay);
}

absl::Status RequestTimeout(absl::Duration timeout) {
  const std::string text = absl::FormatDuration(timeout);
  return MakeError(
      Reason::kRequestTimeout,
      fmt::format("the request did not arrive completely within {}", text),
      {{"request_timeout", text}});
}

}  // namespace

absl::StatusOr<OpenCalls::Slot> OpenCalls::Reserve() {
  const std::lock_guard lock(mutex_);
  if (!closed_.ok()) return closed_;
  const size_t count = waiting_.size() + others_.size();
  if (static_cast<int64_t>(count) >= limits_.max_open_calls) {
    return TooManyCalls(limits_.max_open_calls);
  }
  return others_.emplace(others_.end());
}

void OpenCalls::AwaitRequest(Slot slot,
                             const std::shared_ptr<CallReactor>& call) {
  std::unique_lock lock(mutex_);
  slot->call = call;
  slot->due = Clock::now() + absl::ToChronoNanoseconds(limits_.request_timeout);
  slot->is_waiting = true;
  waiting_.splice(waiting_.end(), others_, slot);
  if (!std::exchange(is_timer_started_, true)) StartTimer(slot->due);
  const absl::Status closed = closed_;
  lock.unlock();
  if (!closed.ok()) call->End(closed);
}

void OpenCalls::StopWaiting(Slot slot) {
  const std::lock_guard lock(mutex_);
  if (!std::exchange(slot->is_waiting, false)) return;
  others_.splice(others_.end(), waiting_, slot);
}

void OpenCalls::Release(Slot slot) {
  const std::lock_guard lock(mutex_);
  (slot->is_waiting ? waiting_ : others_).erase(slot);
}

void OpenCalls::EndAll(const absl::Status& why) {
  Calls calls;
  {
    const std::lock_guard lock(mutex_);
    closed_ = why;
    for (const std::list<Entry>* entries : {&waiting_, &others_}) {
      for (const Entry& entry : *entries) {
        if (auto call = entry.call.lock()) calls.push_back(std::move(call));
      }
    }
  }
  for (const auto& call : calls) call->End(why);
}

void OpenCalls::StartTimer(Clock::time_point due) {
  boost::asio::post(timer_.get_executor(), [this, due] {
    timer_.expires_at(due);
    timer_.async_wait([this](const boost::system::error_code& error) {
      if (!error) OnTimer();
    });
  });
}

void OpenCalls::OnTimer() {
  const absl::Status why = RequestTimeout(limits_.request_timeout);
  for (const auto& call : TakeLate()) call->End(why);
}

OpenCalls::Calls OpenCalls::TakeLate() {
  Calls late;
  const std::lock_guard lock(mutex_);
  const Clock::time_point now = Clock::now();
  while (!waiting_.empty() && waiting_.front().due <= now) {
    Entry& entry = waiting_.front();
    entry.is_waiting = false;
    if (auto call = entry.call.lock()) late.push_back(std::move(call));
    others_.splice(others_.end(), waiting_, waiting_.begin());
  }
  is_timer_started_ = !waiting_.empty();
  if (is_timer_started_) StartTimer(waiting_.front().due);
  return late;
}

}  // namespace backlinks::rpc
