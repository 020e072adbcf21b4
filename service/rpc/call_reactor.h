// One call of any method: the common base of the reactors of gRPC's callback
// API. It reads the request itself, within the limits of open calls.
//
// A second message of a method that takes one is not read.
//
// Errors:  REQUEST_TIMEOUT, REQUEST_TOO_LARGE, INVALID_QUERY for a request that
//          cannot be inflated; CANCELLED and DEADLINE.
// Threads: gRPC calls the callbacks from any thread. End may be called from
//          any thread.
// Life:    the object keeps itself alive from Receive until gRPC is done.
#ifndef BACKLINKS_SERVICE_RPC_CALL_REACTOR_H_
#define BACKLINKS_SERVICE_RPC_CALL_REACTOR_H_

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/support/byte_buffer.h"
#include "service/model/steady_time.h"
#include "service/rpc/open_call.h"

namespace backlinks::rpc {

class CallReactor : public grpc::ServerGenericBidiReactor,
                    public std::enable_shared_from_this<CallReactor> {
 public:
  // Called once, with the request or with the reason why there is none, to
  // serve or to finish the call. A request that is not Valid() means that the
  // client has closed its side without one.
  using OnRequest = std::function<void(absl::StatusOr<grpc::ByteBuffer>)>;

  // Begins to read the request. The call has its slot.
  void Receive(std::unique_ptr<OpenCall> call, OnRequest on_request);

  // Ends the call with `why`, unless it has ended.
  void End(const absl::Status& why);

  // Ends the call for gRPC, whether its client reads or not: a message that is
  // being written is truncated, and the details of `why` are lost. Has no
  // effect if gRPC is done. May be called from any thread.
  void Abort(const absl::Status& why);

  // Finishes the call without a message. No Start… or Finish may follow.
  void Reject(const absl::Status& status);
  // Finishes the call with one message, and OK.
  void FinishWith(grpc::ByteBuffer response);

 protected:
  explicit CallReactor(SteadyTime deadline) : deadline_(deadline) {}

  // Ends the call, unless it has ended. Before on_request has been called it
  // must not do so, but remember it; it may be called while on_request runs.
  virtual void Cancel(absl::Status why) = 0;

  // Reads one more request, which OnNextRequest receives.
  void ReadNext() { StartRead(&message_); }
  // Empty if the client has closed its side, or is gone.
  virtual void OnNextRequest(
      const std::optional<absl::StatusOr<grpc::ByteBuffer>>& /*request*/) {}
  // The message of StartWrite was written, or, unless `ok`, the call is broken.
  virtual void OnWritten(bool /*ok*/) {}

  // As Reject.
  void FinishWithStatus(const grpc::Status& status);

 private:
  enum class State { kWaiting, kReceived, kEnded };

  // The callbacks but OnDone keep the object until they return: gRPC calls
  // OnDone after them, but others own it, too, and whichever thread releases it
  // last must do so after them.
  void OnReadDone(bool ok) final;
  void OnSendInitialMetadataDone(bool ok) final;
  void OnWriteDone(bool ok) final;
  void OnCancel() final;
  void OnDone() final;

  void Deliver(absl::StatusOr<grpc::ByteBuffer> request);
  absl::StatusOr<grpc::ByteBuffer> TakeMessage();
  bool IsDeadlineOver() const;
  absl::Status WhyCancelled() const;

  const SteadyTime start_ = SteadyTime::Now();
  const SteadyTime deadline_;
  std::shared_ptr<CallReactor> self_;  // Set until gRPC is done.
  std::mutex done_mutex_;              // Between OnDone and Abort.
  std::unique_ptr<OpenCall> call_;
  OnRequest on_request_;  // Null once it was called.
  std::atomic<State> state_ = State::kWaiting;
  grpc::ByteBuffer message_;  // The request, then the message of FinishWith.
};

}  // namespace backlinks::rpc

#endif  // BACKLINKS_SERVICE_RPC_CALL_REACTOR_H_
