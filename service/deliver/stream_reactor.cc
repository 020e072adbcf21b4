#include "service/deliver/stream_reactor.h"

#include <exception>
#include <utility>

#include "boost/asio/bind_cancellation_slot.hpp"
#include "boost/asio/co_spawn.hpp"
#include "boost/asio/post.hpp"
#include "boost/asio/this_coro.hpp"
#include "boost/asio/use_awaitable.hpp"
#include "grpcpp/support/slice.h"
#include "service/status/grpc_status.h"
#include "service/status/status.h"

namespace backlinks {
namespace {

namespace asio = boost::asio;

// Hands the bytes over without a copy.
grpc::ByteBuffer ToByteBuffer(std::string message) {
  auto* bytes = new std::string(std::move(message));
  const grpc::Slice slice(
      bytes->data(), bytes->size(),
      [](void* owner) { delete static_cast<std::string*>(owner); }, bytes);
  return {&slice, 1};
}

}  // namespace

StreamReactor::StreamReactor(asio::any_io_executor executor,
                             absl::Time deadline)
    : executor_(std::move(executor)),
      deadline_(deadline),
      write_done_(executor_, 1) {}

std::shared_ptr<StreamReactor> StreamReactor::Start(
    asio::any_io_executor executor, absl::Time deadline, Job job,
    OnFinished on_finished) {
  std::shared_ptr<StreamReactor> self(
      new StreamReactor(std::move(executor), deadline));
  self->self_ = self;
  asio::co_spawn(self->executor_, self->RunJob(std::move(job)),
                 asio::bind_cancellation_slot(
                     self->cancel_.slot(),
                     [self, on_finished = std::move(on_finished)](
                         const std::exception_ptr& error, absl::Status status) {
                       if (error)
                         status =
                             MakeError(Reason::kInternal, "internal error");
                       if (!status.ok() && !self->cancelled_.ok()) {
                         status = self->cancelled_;
                       }
                       on_finished(status);
                       self->Finish(ToGrpcStatus(status));
                     }));
  return self;
}

asio::awaitable<absl::Status> StreamReactor::RunJob(Job job) {
  // Cancellation comes as a value, so that rows under way are not lost in an
  // exception.
  co_await asio::this_coro::throw_if_cancelled(false);
  if (!cancelled_.ok()) co_return cancelled_;
  const absl::Status status = co_await job(*this);
  co_await Settle();
  co_return status;
}

asio::awaitable<bool> StreamReactor::Write(std::string&& message) {
  const bool alive = co_await Settle();
  if (!alive) co_return false;
  message_ = ToByteBuffer(std::move(message));
  writing_ = true;
  StartWrite(&message_);
  co_return true;
}

asio::awaitable<bool> StreamReactor::Settle() {
  if (!writing_) co_return alive_;
  // gRPC still reads message_ until it says that it is done, cancelled or not.
  alive_ = co_await write_done_.async_receive(asio::bind_cancellation_slot(
      asio::cancellation_slot(), asio::use_awaitable));
  writing_ = false;
  co_return alive_;
}

void StreamReactor::OnWriteDone(bool ok) {
  write_done_.try_send(boost::system::error_code(), ok);
}

void StreamReactor::OnCancel() { Cancel(WhyCancelled()); }

void StreamReactor::Cancel(absl::Status why) {
  // No lock: whoever calls this holds a reference, as gRPC does until OnDone.
  asio::post(executor_, [self = shared_from_this(), why = std::move(why)] {
    if (!self->cancelled_.ok()) return;
    self->cancelled_ = why;
    self->cancel_.emit(asio::cancellation_type::terminal);
  });
}

void StreamReactor::OnDone() { self_.reset(); }

absl::Status StreamReactor::WhyCancelled() const {
  // The client counts for itself, and its timeout travels rounded up by as
  // much as 1%: at its deadline its cancel comes before ours has passed.
  const absl::Duration slack =
      absl::Milliseconds(10) + (deadline_ - start_) / 100;
  if (absl::Now() >= deadline_ - slack) {
    return MakeError(Reason::kDeadline, "the deadline of the call has passed");
  }
  return MakeError(Reason::kCancelled, "the caller cancelled the call");
}

}  // namespace backlinks
