#include "service/rpc/unknown_methods.h"

#include "service/common/status/grpc_status.h"
#include "service/common/status/status.h"
#include "service/rpc/begin_record.h"

namespace backlinks::rpc {
namespace {

class RejectedCall final : public grpc::ServerGenericBidiReactor {
 public:
  explicit RejectedCall(const absl::Status& status) {
    Finish(ToGrpcStatus(status));
  }
  void OnDone() override { delete this; }
};

}  // namespace

grpc::ServerGenericBidiReactor* UnknownMethods::CreateReactor(
    grpc::GenericCallbackServerContext* context) {
  CallRecorder recorder = BeginRecord(*context, context->method(), 0, tracer_);
  observer_.OnStart(recorder.record().method);
  const absl::Status status =
      MakeError(Reason::kUnknownMethod, "the server has no such method",
                {{"method", context->method()}});
  recorder.OnFinish(status);
  observer_.OnFinish(recorder.record());
  return new RejectedCall(status);
}

}  // namespace backlinks::rpc
