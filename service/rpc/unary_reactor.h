// One unary RPC whose response is produced by a coroutine.
//
// In:      a job that fills the response.  Out: the response; its status.
// Threads, cancel, errors, life: as CoroutineRpc.
#ifndef BACKLINKS_SERVICE_RPC_UNARY_REACTOR_H_
#define BACKLINKS_SERVICE_RPC_UNARY_REACTOR_H_

#include <memory>
#include <utility>

#include "grpcpp/support/server_callback.h"
#include "service/rpc/coroutine_rpc.h"

namespace backlinks::rpc {

class UnaryReactor final : public grpc::ServerUnaryReactor,
                           public CoroutineRpc {
 public:
  static std::shared_ptr<UnaryReactor> Start(
      boost::asio::any_io_executor executor, SteadyTime deadline, Job job,
      OnFinished on_finished) {
    std::shared_ptr<UnaryReactor> self(
        new UnaryReactor(std::move(executor), deadline));
    self->Launch(std::move(job), std::move(on_finished));
    return self;
  }

 private:
  UnaryReactor(boost::asio::any_io_executor executor, SteadyTime deadline)
      : CoroutineRpc(std::move(executor), deadline) {}

  boost::asio::awaitable<void> AwaitPendingWrite() override { co_return; }
  void FinishCall(const grpc::Status& status) override { Finish(status); }
  void OnCancel() override { CancelledByGrpc(); }
  void OnDone() override { DoneByGrpc(); }
};

}  // namespace backlinks::rpc

#endif  // BACKLINKS_SERVICE_RPC_UNARY_REACTOR_H_
