// Rejects calls of unknown methods with UNIMPLEMENTED, as gRPC does itself, but
// also with ErrorInfo, metrics and a log line.
//
// Errors:  UNKNOWN_METHOD for every call.
// Threads: gRPC calls it from any thread.
#ifndef BACKLINKS_SERVICE_RPC_UNKNOWN_METHODS_H_
#define BACKLINKS_SERVICE_RPC_UNKNOWN_METHODS_H_

#include "grpcpp/generic/async_generic_service.h"
#include "service/model/call_record.h"
#include "service/telemetry/call_tracer.h"

namespace backlinks::rpc {

class UnknownMethods final : public grpc::CallbackGenericService {
 public:
  // Both must outlive every call; `tracer` may be null.
  UnknownMethods(CallObserver& observer, telemetry::CallTracer* tracer)
      : observer_(observer), tracer_(tracer) {}

  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* context) override;

 private:
  CallObserver& observer_;
  telemetry::CallTracer* tracer_;
};

}  // namespace backlinks::rpc

#endif  // BACKLINKS_SERVICE_RPC_UNKNOWN_METHODS_H_
