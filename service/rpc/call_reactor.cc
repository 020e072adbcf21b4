#include "service/rpc/call_reactor.h"

#include <string>
#include <utility>

#include "grpc/grpc.h"
#include "service/common/status/grpc_status.h"
#include "service/common/status/status.h"
#include "service/rpc/request_message.h"

namespace backlinks::rpc {

void CallReactor::Receive(std::unique_ptr<OpenCall> call,
                          OnRequest on_request) {
  self_ = shared_from_this();
  call_ = std::move(call);
  on_request_ = std::move(on_request);
  call_->AwaitRequest(self_);
  StartRead(&message_);
}

void CallReactor::End(const absl::Status& why) {
  State state = State::kWaiting;
  if (!state_.compare_exchange_strong(state, State::kEnded)) {
    if (state == State::kReceived) Cancel(why);
    return;
  }
  call_->StopWaiting(std::nullopt);
  call_->OnReject();
  Deliver(why);
}

void CallReactor::Abort(const absl::Status& why) {
  grpc_call* call = nullptr;
  {
    const std::lock_guard lock(done_mutex_);
    if (!call_) return;
    call = call_->context().c_call();
    grpc_call_ref(call);
  }
  // Without the lock: gRPC may call OnDone.
  const std::string message(why.message());
  grpc_call_cancel_with_status(call, static_cast<grpc_status_code>(why.code()),
                               message.c_str(), nullptr);
  grpc_call_unref(call);
}

void CallReactor::Reject(const absl::Status& status) {
  FinishWithStatus(ToGrpcStatus(status));
}

void CallReactor::FinishWithStatus(const grpc::Status& status) {
  call_->AwaitEnd();
  Finish(status);
}

void CallReactor::FinishWith(grpc::ByteBuffer response) {
  message_.Swap(&response);
  call_->AwaitEnd();
  StartWriteAndFinish(&message_, grpc::WriteOptions(), grpc::Status::OK);
}

void CallReactor::OnReadDone(bool ok) {
  const auto self = shared_from_this();
  State state = State::kWaiting;
  if (!state_.compare_exchange_strong(state, State::kReceived)) {
    if (state == State::kEnded) return;
    return OnNextRequest(ok ? std::make_optional(TakeMessage()) : std::nullopt);
  }
  call_->StopWaiting(ok ? std::optional(static_cast<int64_t>(message_.Length()))
                        : std::nullopt);
  // Fails if the call is cancelled, which gRPC may report later.
  if (!ok) return StartSendInitialMetadata();
  Deliver(TakeMessage());
}

void CallReactor::OnSendInitialMetadataDone(bool ok) {
  const auto self = shared_from_this();
  if (!ok) return Deliver(WhyCancelled());
  Deliver(grpc::ByteBuffer());
}

void CallReactor::OnWriteDone(bool ok) {
  const auto self = shared_from_this();
  OnWritten(ok);
}

void CallReactor::OnCancel() {
  const auto self = shared_from_this();
  if (!IsDeadlineOver()) call_->OnReset();
  Cancel(WhyCancelled());
}

void CallReactor::OnDone() {
  std::unique_ptr<OpenCall> call;
  {
    const std::lock_guard lock(done_mutex_);
    call = std::move(call_);
  }
  call.reset();
  // May destroy this object.
  self_.reset();
}

void CallReactor::Deliver(absl::StatusOr<grpc::ByteBuffer> request) {
  std::exchange(on_request_, nullptr)(std::move(request));
}

absl::StatusOr<grpc::ByteBuffer> CallReactor::TakeMessage() {
  grpc::ByteBuffer message;
  message.Swap(&message_);
  return DecodeRequest(message, call_->limits().max_request_bytes);
}

bool CallReactor::IsDeadlineOver() const {
  // The client measures its deadline itself, and its timeout is rounded up by
  // as much as 1% on the wire: at its deadline its cancellation arrives before
  // the server's deadline has passed.
  const absl::Duration slack =
      absl::Milliseconds(10) + (deadline_ - start_) / 100;
  return SteadyTime::Now() >= deadline_ - slack;
}

absl::Status CallReactor::WhyCancelled() const {
  if (IsDeadlineOver()) {
    return MakeError(Reason::kDeadline, "the deadline of the call has passed");
  }
  return MakeError(Reason::kCancelled, "the caller cancelled the call");
}

}  // namespace backlinks::rpc
