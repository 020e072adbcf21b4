// One server-streaming RPC: connects gRPC's callbacks with a coroutine that
// awaits its writes.
//
// In:      a job that writes messages.  Out: the messages; the job's status.
// Threads, cancel, errors, life: as CoroutineRpc.
#ifndef BACKLINKS_SERVICE_RPC_STREAM_REACTOR_H_
#define BACKLINKS_SERVICE_RPC_STREAM_REACTOR_H_

#include <functional>
#include <memory>
#include <string>

#include "boost/asio/experimental/concurrent_channel.hpp"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"
#include "service/rpc/coroutine_rpc.h"
#include "service/stream/message_writer.h"

namespace backlinks::rpc {

class StreamReactor final : public grpc::ServerWriteReactor<grpc::ByteBuffer>,
                            public CoroutineRpc,
                            private stream::MessageWriter {
 public:
  using StreamJob =
      std::function<boost::asio::awaitable<absl::Status>(MessageWriter&)>;

  static std::shared_ptr<StreamReactor> Start(
      boost::asio::any_io_executor executor, SteadyTime deadline, StreamJob job,
      OnFinished on_finished);

 private:
  using WriteDone = void(boost::system::error_code, bool);

  StreamReactor(boost::asio::any_io_executor executor, SteadyTime deadline);

  boost::asio::awaitable<bool> Write(std::string&& message) override;
  // Waits until gRPC has completed the pending write.
  boost::asio::awaitable<void> AwaitPendingWrite() override;
  void FinishCall(const grpc::Status& status) override { Finish(status); }

  void OnWriteDone(bool ok) override;
  void OnCancel() override { CancelledByGrpc(); }
  void OnDone() override { DoneByGrpc(); }

  boost::asio::experimental::concurrent_channel<WriteDone> write_done_;
  grpc::ByteBuffer message_;
  bool writing_ = false;  // gRPC is reading message_.
  bool alive_ = true;     // The client has not disconnected.
};

}  // namespace backlinks::rpc

#endif  // BACKLINKS_SERVICE_RPC_STREAM_REACTOR_H_
