#include "service/rpc/call_router.h"

#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "service/common/status/grpc_status.h"
#include "service/common/status/status.h"
#include "service/rpc/begin_record.h"
#include "service/rpc/call_credentials.h"

namespace backlinks::rpc {
namespace {

// A call that ends before its request is read.
class RejectedCall final : public grpc::ServerGenericBidiReactor {
 public:
  RejectedCall(const absl::Status& status, std::unique_ptr<OpenCall> call)
      : call_(std::move(call)) {
    call_->OnReject();
    Finish(ToGrpcStatus(status));
  }
  void OnCancel() override { call_->OnReset(); }
  void OnDone() override { delete this; }

 private:
  const std::unique_ptr<OpenCall> call_;
};

absl::Status UnknownMethod(const std::string& path) {
  return MakeError(Reason::kUnknownMethod, "the server has no such method",
                   {{"method", path}});
}

}  // namespace

grpc::ServerGenericBidiReactor* CallRouter::CreateReactor(
    grpc::GenericCallbackServerContext* context) {
  const std::string& path = context->method();
  const Route* const route = FindRoute(path);
  IncomingCall call{
      .context = *context,
      .open =
          std::make_unique<OpenCall>(open_calls_, options_.activity, *context),
      .recorder = Begin(*context, route ? route->recorded_as : path)};
  if (route == nullptr) return Reject(std::move(call), UnknownMethod(path));
  const absl::Status admitted = Admit(*route, call);
  if (!admitted.ok()) return Reject(std::move(call), admitted);
  return route->start(std::move(call));
}

// gRPC's paths begin with a slash.
const Route* CallRouter::FindRoute(std::string_view path) const {
  if (!path.starts_with('/')) return nullptr;
  const auto it = routes_.find(path.substr(1));
  return it == routes_.end() ? nullptr : &it->second;
}

CallRecorder CallRouter::Begin(
    const grpc::GenericCallbackServerContext& context,
    std::string_view recorded_as) const {
  if (recorded_as.empty()) return CallRecorder();
  CallRecorder recorder = BeginRecord(context, recorded_as, tracer_);
  observer_.OnStart(recorder.record().method);
  return recorder;
}

bool CallRouter::NeedsAdmission(const Route& route) const {
  if (options_.access == nullptr) return false;
  switch (route.admission) {
    case Route::Admission::kCallers:
      return true;
    case Route::Admission::kReflection:
      return options_.protect_reflection;
    case Route::Admission::kEverybody:
      break;
  }
  return false;
}

// Before it is admitted, a call has no slot that an admitted one could use.
absl::Status CallRouter::Admit(const Route& route, IncomingCall& call) const {
  if (!NeedsAdmission(route)) {
    call.caller.sees_all = options_.access == nullptr;
    return call.open->Reserve(route.admission != Route::Admission::kCallers);
  }
  absl::StatusOr<std::shared_ptr<const access::Admission>> admission =
      options_.access->Admit(CredentialsOf(call.context));
  BACKLINKS_RETURN_IF_ERROR(call.open->Reserve(!admission.ok()));
  if (!admission.ok()) return admission.status();
  call.caller = (*admission)->caller();
  call.recorder.OnCaller(call.caller.name);
  call.open->Keep(*std::move(admission));
  return absl::OkStatus();
}

grpc::ServerGenericBidiReactor* CallRouter::Reject(
    IncomingCall call, const absl::Status& why) const {
  if (!call.recorder.record().method.empty()) {
    call.recorder.OnFinish(why);
    observer_.OnFinish(call.recorder.record());
  }
  return new RejectedCall(why, std::move(call.open));
}

}  // namespace backlinks::rpc
