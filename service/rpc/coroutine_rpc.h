// One RPC as a coroutine that begins when its request has arrived.
//
// Threads: the job runs only on its executor; gRPC's callbacks post to it.
//          Cancel may be called from any thread.
// Cancel:  the job is cancelled (terminal) when the client cancels or
//          disconnects, the deadline passes, or Cancel is called; its result is
//          then replaced by CANCELLED, DEADLINE or the status of Cancel, which
//          keeps the resume token of the job's own status.
// Errors:  an exception that leaves the job ends the RPC with INTERNAL and the
//          exception's text as the cause (status.h), which is not sent to the
//          client.
// Life:    as CallReactor, and until the job is done.
#ifndef BACKLINKS_SERVICE_RPC_COROUTINE_RPC_H_
#define BACKLINKS_SERVICE_RPC_COROUTINE_RPC_H_

#include <functional>
#include <memory>

#include "absl/status/status.h"
#include "boost/asio/any_io_executor.hpp"
#include "boost/asio/awaitable.hpp"
#include "boost/asio/cancellation_signal.hpp"
#include "grpcpp/support/status.h"
#include "service/model/steady_time.h"
#include "service/rpc/call_reactor.h"

namespace backlinks::rpc {

class CoroutineRpc : public CallReactor {
 public:
  using Job = std::function<boost::asio::awaitable<absl::Status>()>;
  // Called on the job's executor with the RPC's final status.
  using OnFinished = std::function<void(const absl::Status&)>;

  // Ends the RPC with `why`, unless it has already ended.
  void Cancel(absl::Status why) override;

  std::shared_ptr<CoroutineRpc> self() {
    return std::static_pointer_cast<CoroutineRpc>(shared_from_this());
  }

 protected:
  CoroutineRpc(boost::asio::any_io_executor executor, SteadyTime deadline);

  // Starts the job. When it has ended, calls on_finished and then FinishCall.
  void Launch(Job job, OnFinished on_finished);

  // Runs after the job has ended, before its status is sent.
  virtual boost::asio::awaitable<void> AwaitPendingWrite() = 0;
  virtual void FinishCall(const grpc::Status& status) = 0;

  // Ends the RPC with `why` like Cancel, but only once the job has ended. No
  // later cancellation replaces `why`. To be called on the executor.
  void EndWith(const absl::Status& why) {
    if (cancelled_.ok()) cancelled_ = why;
  }

  const boost::asio::any_io_executor& executor() const { return executor_; }

 private:
  // Runs on the executor.
  void Spawn(Job job, OnFinished on_finished);
  boost::asio::awaitable<absl::Status> Run(Job job);

  boost::asio::any_io_executor executor_;
  boost::asio::cancellation_signal cancel_;
  absl::Status cancelled_;  // OK unless cancelled.
};

}  // namespace backlinks::rpc

#endif  // BACKLINKS_SERVICE_RPC_COROUTINE_RPC_H_
