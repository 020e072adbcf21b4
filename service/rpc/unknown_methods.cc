#include "service/rpc/unknown_methods.h"

#include "service/common/status/grpc_status.h"
#include "service/common/status/status.h"
#include "service/rpc/begin_record.h"

namespace backlinks {
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
  CallRecord record = BeginRecord(*context, context->method(), tracer_);
  observer_.OnStart(record.method);
  record.status =
      MakeError(Reason::kUnknownMethod, "the server has no such method",
                {{"method", context->method()}});
  record.duration = absl::Now() - record.start;
  observer_.OnFinish(record);
  return new RejectedCall(record.status);
}

}  // namespace backlinks
