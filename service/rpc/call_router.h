// Receives every call of the gRPC port as soon as its headers are complete, and
// starts the method that it names.
//
// A call is rejected at its headers, before its request is read, if the server
// has no such method, too many calls are open, or its caller is not admitted.
// The calls of recorded methods, and of unknown ones, are reported to the
// observer also if they are rejected.
//
// Errors:  UNKNOWN_METHOD, as UNIMPLEMENTED by gRPC itself; those of OpenCalls
//          and AccessControl.
// Threads: gRPC calls it from any thread.
#ifndef BACKLINKS_SERVICE_RPC_CALL_ROUTER_H_
#define BACKLINKS_SERVICE_RPC_CALL_ROUTER_H_

#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "grpcpp/generic/async_generic_service.h"
#include "service/access/access_control.h"
#include "service/model/call_record.h"
#include "service/model/connection_activity.h"
#include "service/rpc/open_calls.h"
#include "service/rpc/route.h"
#include "service/telemetry/call_tracer.h"

namespace backlinks::rpc {

struct RouterOptions {
  access::AccessControl* access = nullptr;  // Null admits every call.
  bool protect_reflection = false;  // Whether reflection needs admission, too.
  ConnectionActivity* activity = nullptr;  // Null if nobody limits connections.
};

class CallRouter final : public grpc::CallbackGenericService {
 public:
  // All must outlive every call; `tracer` may be null.
  CallRouter(Routes routes, OpenCalls& open_calls, const RouterOptions& options,
             CallObserver& observer, telemetry::CallTracer* tracer)
      : routes_(std::move(routes)),
        open_calls_(open_calls),
        options_(options),
        observer_(observer),
        tracer_(tracer) {}

  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* context) override;

 private:
  bool NeedsAdmission(const Route& route) const;
  const Route* FindRoute(std::string_view path) const;
  // The record of the call begins, if its method is recorded.
  CallRecorder Begin(const grpc::GenericCallbackServerContext& context,
                     std::string_view recorded_as) const;
  // Whether the call may run.
  absl::Status Admit(const Route& route, IncomingCall& call) const;
  grpc::ServerGenericBidiReactor* Reject(IncomingCall call,
                                         const absl::Status& why) const;

  const Routes routes_;
  OpenCalls& open_calls_;
  const RouterOptions options_;
  CallObserver& observer_;
  telemetry::CallTracer* tracer_;
};

}  // namespace backlinks::rpc

#endif  // BACKLINKS_SERVICE_RPC_CALL_ROUTER_H_
