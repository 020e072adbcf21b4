// One RPC as a coroutine: what the reactors of gRPC's callback API share.
//
// Threads: the job runs on its executor alone; gRPC's callbacks only post to
//          it. Cancel may be called from anywhere.
// Cancel:  when the client cancels or goes, the deadline passes, or Cancel is
//          called, the job is cancelled (terminal); what it returns then is
//          replaced by CANCELLED, DEADLINE or Cancel's status.
// Errors:  an exception that leaves the job ends the RPC as INTERNAL, with its
//          text as the cause (status.h), which no client sees.
// Life:    keeps itself alive until gRPC and the job are both done.
#ifndef BACKLINKS_SERVICE_RPC_COROUTINE_RPC_H_
#define BACKLINKS_SERVICE_RPC_COROUTINE_RPC_H_

#include <functional>
#include <memory>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "boost/asio/any_io_executor.hpp"
#include "boost/asio/awaitable.hpp"
#include "boost/asio/cancellation_signal.hpp"
#include "grpcpp/support/status.h"

namespace backlinks {

class CoroutineRpc : public std::enable_shared_from_this<CoroutineRpc> {
 public:
  using Job = std::function<boost::asio::awaitable<absl::Status>()>;
  // Called on the job's executor with the RPC's final status.
  using OnFinished = std::function<void(const absl::Status&)>;

  virtual ~CoroutineRpc() = default;
  CoroutineRpc(const CoroutineRpc&) = delete;
  CoroutineRpc& operator=(const CoroutineRpc&) = delete;

  // Ends the RPC with `why`, unless it has ended.
  void Cancel(absl::Status why);

 protected:
  CoroutineRpc(boost::asio::any_io_executor executor, absl::Time deadline);

  // Starts the job; when it has ended, on_finished and then FinishCall.
  void Launch(Job job, OnFinished on_finished);

  // What gRPC's OnCancel and OnDone mean.
  void CancelledByGrpc() { Cancel(WhyCancelled()); }
  void DoneByGrpc() { self_.reset(); }

  // What the job must do when it has ended, before its status leaves.
  virtual boost::asio::awaitable<void> AwaitPendingWrite() = 0;
  virtual void FinishCall(const grpc::Status& status) = 0;

  const boost::asio::any_io_executor& executor() const { return executor_; }

 private:
  boost::asio::awaitable<absl::Status> Run(Job job);
  absl::Status WhyCancelled() const;

  boost::asio::any_io_executor executor_;
  absl::Time start_ = absl::Now();
  absl::Time deadline_;
  std::shared_ptr<CoroutineRpc> self_;  // Until gRPC is done.
  boost::asio::cancellation_signal cancel_;
  absl::Status cancelled_;  // OK: it was not.
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_RPC_COROUTINE_RPC_H_
