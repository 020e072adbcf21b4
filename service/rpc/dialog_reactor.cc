#include "service/rpc/dialog_reactor.h"

#include <memory>

#include "absl/status/status.h"
#include "service/rpc/call_deadline.h"
#include "service/rpc/raw_message.h"

namespace backlinks::rpc {

void DialogReactor::Answer(const absl::StatusOr<grpc::ByteBuffer>& request) {
  if (!request.ok()) return EndOnce(request.status());
  if (!request->Valid()) return EndOnce(absl::OkStatus());
  absl::StatusOr<std::string> response = dialog_(BytesOf(*request));
  if (!response.ok()) return EndOnce(response.status());
  const grpc::Slice slice = MakeSlice(*std::move(response));
  Write(grpc::ByteBuffer(&slice, 1));
}

void DialogReactor::OnNextRequest(
    const std::optional<absl::StatusOr<grpc::ByteBuffer>>& request) {
  if (!request) return EndOnce(absl::OkStatus());
  Answer(*request);
}

void DialogReactor::OnWritten(bool ok) {
  if (!ok) return EndOnce(absl::CancelledError());
  Read();
}

Route DialogRoute(Route::Admission admission,
                  std::function<Dialog()> make_dialog) {
  return {.admission = admission,
          .start = [make_dialog = std::move(make_dialog)](IncomingCall call) {
            const auto reactor = std::make_shared<DialogReactor>(
                CallDeadline(call.context.raw_deadline()), make_dialog());
            reactor->Receive(std::move(call.open),
                             [&reactor = *reactor](const auto& request) {
                               reactor.Start(request);
                             });
            return reactor.get();
          }};
}

}  // namespace backlinks::rpc
