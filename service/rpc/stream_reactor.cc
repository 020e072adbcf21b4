#include "service/rpc/stream_reactor.h"

#include <utility>

#include "boost/asio/bind_cancellation_slot.hpp"
#include "boost/asio/use_awaitable.hpp"
#include "grpcpp/support/slice.h"
#include "service/rpc/raw_message.h"

namespace backlinks::rpc {
namespace {

namespace asio = boost::asio;

// Moves the message into a buffer without copying it.
grpc::ByteBuffer ToByteBuffer(std::string&& message) {
  const grpc::Slice slice = MakeSlice(std::move(message));
  return {&slice, 1};
}

}  // namespace

StreamReactor::StreamReactor(asio::any_io_executor executor,
                             SteadyTime deadline)
    : CoroutineRpc(std::move(executor), deadline),
      write_done_(CoroutineRpc::executor(), 1) {}

std::shared_ptr<StreamReactor> StreamReactor::Start(
    asio::any_io_executor executor, SteadyTime deadline, StreamJob job,
    OnFinished on_finished) {
  std::shared_ptr<StreamReactor> self(
      new StreamReactor(std::move(executor), deadline));
  MessageWriter& writer = *self;
  self->Launch([job = std::move(job), &writer] { return job(writer); },
               std::move(on_finished));
  return self;
}

asio::awaitable<bool> StreamReactor::Write(std::string&& message) {
  co_await AwaitPendingWrite();
  if (!alive_) co_return false;
  message_ = ToByteBuffer(std::move(message));
  writing_ = true;
  StartWrite(&message_);
  co_return true;
}

asio::awaitable<void> StreamReactor::AwaitPendingWrite() {
  if (!writing_) co_return;
  // Cancelled or not, gRPC reads message_ until it reports that the write is
  // done.
  alive_ = co_await write_done_.async_receive(asio::bind_cancellation_slot(
      asio::cancellation_slot(), asio::use_awaitable));
  writing_ = false;
}

void StreamReactor::OnWriteDone(bool ok) {
  write_done_.try_send(boost::system::error_code(), ok);
}

}  // namespace backlinks::rpc
