// A call with any number of requests, each of which is answered before the next
// one is read. It ends with OK when the client closes its side, or with the
// first error.
//
// Threads, errors, life: as CallReactor.
#ifndef BACKLINKS_SERVICE_RPC_DIALOG_REACTOR_H_
#define BACKLINKS_SERVICE_RPC_DIALOG_REACTOR_H_

#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "grpcpp/support/byte_buffer.h"
#include "service/model/steady_time.h"
#include "service/rpc/route.h"
#include "service/rpc/serial_reactor.h"

namespace backlinks::rpc {

// Answers the requests of one call, from and to their bytes.
using Dialog = std::function<absl::StatusOr<std::string>(const std::string&)>;

class DialogReactor final : public SerialReactor {
 public:
  DialogReactor(SteadyTime deadline, Dialog dialog)
      : SerialReactor(deadline), dialog_(std::move(dialog)) {}

  // Answers the first request.
  void Start(const absl::StatusOr<grpc::ByteBuffer>& request) {
    Begin();
    Answer(request);
  }

 private:
  void Answer(const absl::StatusOr<grpc::ByteBuffer>& request);
  void OnNextRequest(
      const std::optional<absl::StatusOr<grpc::ByteBuffer>>& request) override;
  void OnWritten(bool ok) override;

  const Dialog dialog_;
};

// The route of a method whose calls have a dialog each.
Route DialogRoute(Route::Admission admission,
                  std::function<Dialog()> make_dialog);

}  // namespace backlinks::rpc

#endif  // BACKLINKS_SERVICE_RPC_DIALOG_REACTOR_H_
