#include "service/rpc/open_call.h"

#include "absl/status/statusor.h"
#include "service/common/status/status.h"

namespace backlinks::rpc {

OpenCall::OpenCall(OpenCalls& calls, ConnectionActivity* activity,
                   grpc::CallbackServerContext& context)
    : calls_(calls),
      activity_(activity),
      context_(context),
      peer_(context.peer()) {
  if (activity_ != nullptr) is_connection_open_ = activity_->OnCallBegin(peer_);
}

OpenCall::~OpenCall() {
  if (slot_) calls_.Release(*slot_);
  if (activity_ == nullptr) return;
  activity_->OnCallEnd(peer_, {.reset = is_reset_,
                               .has_request = has_request_,
                               .rejected = is_rejected_});
}

absl::Status OpenCall::Reserve(bool is_public) {
  // The slots are for the clients of other connections.
  if (!is_connection_open_) {
    return MakeError(Reason::kConcurrency,
                     "the connection has too many calls, and is closed");
  }
  const absl::StatusOr<OpenCalls::Slot> slot = calls_.Reserve(is_public);
  if (!slot.ok()) return slot.status();
  slot_ = *slot;
  return absl::OkStatus();
}

void OpenCall::AwaitRequest(const std::shared_ptr<CallReactor>& call) {
  calls_.AwaitRequest(*slot_, call, peer_);
}

void OpenCall::StopWaiting(std::optional<int64_t> request_bytes) {
  calls_.StopWaiting(*slot_);
  if (!request_bytes || activity_ == nullptr) return;
  has_request_ = true;
  activity_->OnRequest(peer_, *request_bytes);
}

}  // namespace backlinks::rpc
