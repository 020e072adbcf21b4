// One unary RPC whose response is produced by a coroutine.
//
// In:      a job; its response, set before on_finished returns.  Out: the
//          response, or the job's status.
// Threads, cancel, errors, life: as CoroutineRpc.
#ifndef BACKLINKS_SERVICE_RPC_UNARY_REACTOR_H_
#define BACKLINKS_SERVICE_RPC_UNARY_REACTOR_H_

#include <utility>

#include "grpcpp/support/byte_buffer.h"
#include "service/rpc/coroutine_rpc.h"

namespace backlinks::rpc {

class UnaryReactor final : public CoroutineRpc {
 public:
  UnaryReactor(boost::asio::any_io_executor executor, SteadyTime deadline)
      : CoroutineRpc(std::move(executor), deadline) {}

  // Starts the job. When it has ended, calls on_finished, and sends the
  // response or an error.
  void Run(Job job, OnFinished on_finished) {
    Launch(std::move(job), std::move(on_finished));
  }

  // Sent if the job succeeds.
  void SetResponse(const grpc::ByteBuffer& response) { response_ = response; }

 private:
  boost::asio::awaitable<void> AwaitPendingWrite() override { co_return; }
  void FinishCall(const grpc::Status& status) override {
    if (!status.ok()) return FinishWithStatus(status);
    FinishWith(response_);
  }

  grpc::ByteBuffer response_;
};

}  // namespace backlinks::rpc

#endif  // BACKLINKS_SERVICE_RPC_UNARY_REACTOR_H_
