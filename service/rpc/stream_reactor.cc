#include "service/rpc/stream_reactor.h"

#include <chrono>
#include <exception>
#include <utility>

#include "boost/asio/as_tuple.hpp"
#include "boost/asio/bind_cancellation_slot.hpp"
#include "boost/asio/error.hpp"
#include "boost/asio/use_awaitable.hpp"
#include "grpcpp/support/slice.h"
#include "service/common/status/status.h"
#include "service/rpc/raw_message.h"
#include "service/stream/response_sender.h"

namespace backlinks::rpc {
namespace {

namespace asio = boost::asio;

// What the channel may hold: that the write has ended, and that the timer has
// expired, each of which may come just after the other one was received.
constexpr size_t kMaxSignals = 2;

using Clock = std::chrono::steady_clock;

// Returns the end of time for an infinite duration.
Clock::time_point After(Clock::time_point start, absl::Duration duration) {
  if (duration == absl::InfiniteDuration()) return Clock::time_point::max();
  return start + absl::ToChronoNanoseconds(duration);
}

// Moves the message into a buffer without copying it.
grpc::ByteBuffer ToByteBuffer(std::string&& message) {
  const grpc::Slice slice = MakeSlice(std::move(message));
  return {&slice, 1};
}

}  // namespace

StreamReactor::StreamReactor(asio::any_io_executor executor,
                             SteadyTime deadline, StallPolicy stall)
    : CoroutineRpc(std::move(executor), deadline),
      write_done_(CoroutineRpc::executor(), kMaxSignals),
      stall_(stall),
      timer_(CoroutineRpc::executor()) {}

void StreamReactor::Run(StreamJob job, OnFinished on_finished) {
  // Launch keeps the function, and so the job, until it has ended.
  Launch([job = std::move(job), this] { return RunJob(job); },
         std::move(on_finished));
}

asio::awaitable<absl::Status> StreamReactor::RunJob(const StreamJob& job) {
  absl::Status status;
  try {
    status = co_await job(*this);
  } catch (...) {
    status = FromException(std::current_exception());
  }
  co_await AwaitWrite(stalled_ ? After(Clock::now(), stall_.grace)
                               : StallTime());
  if (!writing_) co_return status;
  if (status.ok()) status = stream::StalledCall(stall_.timeout);
  // gRPC reports the abort as a cancellation.
  EndWith(status);
  Abort(status);
  co_await AwaitPendingWrite();
  co_return status;
}

asio::awaitable<bool> StreamReactor::Write(std::string&& message) {
  const bool is_ready = co_await AwaitWritten();
  if (!is_ready) co_return false;
  message_ = ToByteBuffer(std::move(message));
  writing_ = true;
  write_start_ = Clock::now();
  StartWrite(&message_);
  co_return true;
}

asio::awaitable<bool> StreamReactor::AwaitWritten() {
  co_await AwaitWrite(StallTime());
  stalled_ = writing_;
  co_return alive_ && !writing_;
}

asio::awaitable<void> StreamReactor::AwaitPendingWrite() {
  co_await AwaitWrite(TimePoint::max());
}

asio::awaitable<void> StreamReactor::AwaitWrite(TimePoint due) {
  if (!writing_) co_return;
  StartTimer(due);
  while (writing_) {
    // Whether the job is cancelled or not, gRPC reads message_ until it reports
    // that the write is done.
    const auto [error, is_alive] =
        co_await write_done_.async_receive(asio::bind_cancellation_slot(
            asio::cancellation_slot(), asio::as_tuple(asio::use_awaitable)));
    if (!error) {
      EndWrite(is_alive);
    } else if (IsExpired(due)) {
      co_return;
    }
  }
  timer_.cancel();
}

bool StreamReactor::is_writing() {
  if (!writing_) return false;
  write_done_.try_receive(
      [this](const boost::system::error_code& error, bool is_alive) {
        if (!error) EndWrite(is_alive);
      });
  return writing_;
}

bool StreamReactor::is_stalled() {
  if (is_writing() && IsExpired(StallTime())) stalled_ = true;
  return stalled_;
}

void StreamReactor::EndWrite(bool is_alive) {
  alive_ = is_alive;
  writing_ = false;
  message_.Clear();
}

StreamReactor::TimePoint StreamReactor::StallTime() const {
  return After(write_start_, stall_.timeout);
}

void StreamReactor::StartTimer(TimePoint due) {
  if (due == TimePoint::max()) return;
  timer_.expires_at(due);
  timer_.async_wait(
      [weak = weak_from_this(), this](const boost::system::error_code& error) {
        const auto self = weak.lock();
        // A message, because Boost 1.81 loses what is sent to a channel just
        // after a receive operation was cancelled.
        if (!error && self) write_done_.try_send(asio::error::timed_out, false);
      });
}

// An earlier wait may have ended just before its timer expired.
bool StreamReactor::IsExpired(TimePoint due) const {
  return due <= Clock::now();
}

void StreamReactor::OnWritten(bool ok) {
  write_done_.try_send(boost::system::error_code(), ok);
}

}  // namespace backlinks::rpc
