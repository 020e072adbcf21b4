#include "service/rpc/watch_reactor.h"

#include <memory>

#include "absl/status/status.h"
#include "service/rpc/raw_message.h"

namespace backlinks::rpc {

namespace health = grpc::health::v1;

void WatchReactor::Start(const absl::StatusOr<grpc::ByteBuffer>& request) {
  Begin();
  if (!request.ok()) return EndOnce(request.status());
  health::HealthCheckRequest message;
  const absl::Status parsed = ParseMessage(*request, message);
  if (!parsed.ok()) return EndOnce(parsed);
  name_ = message.service();
  service_.Add(std::static_pointer_cast<WatchReactor>(shared_from_this()));
  Refresh();
}

void WatchReactor::Refresh() {
  const std::lock_guard lock(mutex_);
  if (is_writing_) return;  // Until OnWritten.
  const HealthService::ServingStatus status = service_.StatusOf(name_);
  if (sent_ == status) return;
  sent_ = status;
  is_writing_ = true;
  health::HealthCheckResponse response;
  response.set_status(status);
  Write(SerializeMessage(response));
}

void WatchReactor::OnWritten(bool ok) {
  if (!ok) return EndOnce(absl::CancelledError());
  {
    const std::lock_guard lock(mutex_);
    is_writing_ = false;
  }
  Refresh();
}

}  // namespace backlinks::rpc
