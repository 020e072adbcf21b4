#include "service/rpc/open_calls.h"

#include <algorithm>
#include <string>
#include <utility>

#include "boost/asio/post.hpp"
#include "fmt/format.h"
#include "service/common/status/status.h"
#include "service/rpc/call_reactor.h"
#include "service/rpc/request_message.h"
#include "service/rpc/too_many_calls.h"

namespace backlinks::rpc {
namespace {

// One of this number of slots is for calls that everybody may make.
constexpr int64_t kPublicShare = 4;
// A call has waited long after this part of the time for its request.
constexpr int kPatience = 100;

absl::Status TooManyOpenCalls(int64_t limit) {
  return TooManyCalls(limit, "open", "max_open_calls");
}

absl::Status RequestTimeout(absl::Duration timeout) {
  const std::string text = absl::FormatDuration(timeout);
  return MakeError(
      Reason::kRequestTimeout,
      fmt::format("the request did not arrive completely within {}", text),
      {{"request_timeout", text}});
}

absl::Status NotTaken(absl::Duration timeout) {
  const std::string text = absl::FormatDuration(timeout);
  return MakeError(Reason::kClientStalled,
                   fmt::format("the client did not read the end of the call "
                               "within {}",
                               text),
                   {{"stall_timeout", text}});
}

}  // namespace

absl::StatusOr<OpenCalls::Slot> OpenCalls::Reserve(bool is_public) {
  std::unique_lock lock(mutex_);
  if (!closed_.ok()) return closed_;
  const std::shared_ptr<CallReactor> ended = IsFull() ? TakeLongest() : nullptr;
  if (IsFull() && !ended) return TooManyOpenCalls(limits_.max_open_calls);
  const int64_t max_public =
      std::max<int64_t>(1, limits_.max_open_calls / kPublicShare);
  if (is_public && public_calls_ >= max_public)
    return TooManyOpenCalls(max_public);
  if (is_public) ++public_calls_;
  const Slot slot = others_.emplace(others_.end());
  slot->in = &others_;
  slot->is_public = is_public;
  lock.unlock();
  if (ended) ended->End(TooManyOpenCalls(limits_.max_open_calls));
  return slot;
}

int64_t OpenCalls::Count() const {
  return static_cast<int64_t>(requests_.entries.size() +
                              finishing_.entries.size() + others_.size());
}

bool OpenCalls::IsFull() const { return Count() >= limits_.max_open_calls; }

std::shared_ptr<CallReactor> OpenCalls::TakeLongest() {
  // Those that were ended still have their slots for a moment: bounded, too.
  const size_t ending = finishing_.entries.size() + others_.size();
  if (requests_.entries.empty() ||
      static_cast<int64_t>(ending) >= limits_.max_open_calls) {
    return nullptr;
  }
  const Slot longest = requests_.entries.begin();
  const absl::Duration left = absl::FromChrono(longest->due - Clock::now());
  if (limits_.request_timeout - left < limits_.request_timeout / kPatience) {
    return nullptr;
  }
  Move(longest, others_);
  return longest->call.lock();
}

void OpenCalls::AwaitRequest(Slot slot,
                             const std::shared_ptr<CallReactor>& call,
                             std::string_view peer) {
  std::unique_lock lock(mutex_);
  slot->call = call;
  slot->peer = peer;
  Wait(slot, requests_, limits_.request_timeout);
  const absl::Status closed = closed_;
  lock.unlock();
  if (!closed.ok()) call->End(closed);
}

void OpenCalls::StopWaiting(Slot slot) {
  const std::lock_guard lock(mutex_);
  if (slot->in == &requests_.entries) Move(slot, others_);
}

void OpenCalls::AwaitEnd(Slot slot) {
  if (limits_.finish_timeout == absl::InfiniteDuration()) return;
  const std::lock_guard lock(mutex_);
  Wait(slot, finishing_, limits_.finish_timeout);
}

void OpenCalls::Release(Slot slot) {
  const std::lock_guard lock(mutex_);
  if (slot->is_public) --public_calls_;
  slot->in->erase(slot);
}

OpenCallCounts OpenCalls::counts() const {
  const std::lock_guard lock(mutex_);
  return {.open = Count(),
          .awaited_requests = static_cast<int64_t>(requests_.entries.size()),
          .max = limits_.max_open_calls};
}

void OpenCalls::EndRequests(std::string_view peer, int64_t count,
                            Clock::time_point found) {
  const Clock::time_point last_due =
      found + absl::ToChronoNanoseconds(limits_.request_timeout);
  Calls calls;
  {
    const std::lock_guard lock(mutex_);
    for (const Entry& entry : requests_.entries) {
      if (entry.peer != peer || entry.due > last_due) continue;
      if (auto call = entry.call.lock()) calls.push_back(std::move(call));
    }
  }
  // Some may be complete by now: what remains need not be too large.
  count = std::max(count, static_cast<int64_t>(calls.size()));
  const absl::Status why =
      count == 1 ? RequestTooLarge(limits_.max_request_bytes)
                 : TooManyRequests(count, limits_.max_request_bytes);
  for (const auto& call : calls) call->End(why);
}

void OpenCalls::EndAll(const absl::Status& why) {
  Calls calls;
  {
    const std::lock_guard lock(mutex_);
    closed_ = why;
    for (const Entries* entries : {&requests_.entries, &others_}) {
      for (const Entry& entry : *entries) {
        if (auto call = entry.call.lock()) calls.push_back(std::move(call));
      }
    }
  }
  for (const auto& call : calls) call->End(why);
}

void OpenCalls::AbortFinishing(const absl::Status& why) {
  Calls calls;
  {
    const std::lock_guard lock(mutex_);
    for (const Entry& entry : finishing_.entries) {
      if (auto call = entry.call.lock()) calls.push_back(std::move(call));
    }
  }
  for (const auto& call : calls) call->Abort(why);
}

void OpenCalls::Move(Slot slot, Entries& to) {
  to.splice(to.end(), *slot->in, slot);
  slot->in = &to;
}

void OpenCalls::Wait(Slot slot, Waiting& waiting, absl::Duration time) {
  slot->due = Clock::now() + absl::ToChronoNanoseconds(time);
  Move(slot, waiting.entries);
  if (!std::exchange(waiting.is_timer_started, true)) StartTimer(waiting);
}

void OpenCalls::StartTimer(Waiting& waiting) {
  const Clock::time_point due = waiting.entries.front().due;
  boost::asio::post(waiting.timer.get_executor(), [this, &waiting, due] {
    waiting.timer.expires_at(due);
    waiting.timer.async_wait(
        [this, &waiting](const boost::system::error_code& error) {
          if (!error) OnTimer(waiting);
        });
  });
}

void OpenCalls::OnTimer(Waiting& waiting) {
  const Calls late = TakeLate(waiting);
  if (&waiting == &requests_) {
    const absl::Status why = RequestTimeout(limits_.request_timeout);
    for (const auto& call : late) call->End(why);
  } else {
    const absl::Status why = NotTaken(limits_.finish_timeout);
    for (const auto& call : late) call->Abort(why);
  }
}

OpenCalls::Calls OpenCalls::TakeLate(Waiting& waiting) {
  Calls late;
  const std::lock_guard lock(mutex_);
  const Clock::time_point now = Clock::now();
  while (!waiting.entries.empty() && waiting.entries.front().due <= now) {
    if (auto call = waiting.entries.front().call.lock()) {
      late.push_back(std::move(call));
    }
    Move(waiting.entries.begin(), others_);
  }
  waiting.is_timer_started = !waiting.entries.empty();
  if (waiting.is_timer_started) StartTimer(waiting);
  return late;
}

}  // namespace backlinks::rpc
