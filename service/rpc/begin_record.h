// Begins a call's record with what is known at its start: the method, the
// caller, the time, and the trace.
//
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_RPC_BEGIN_RECORD_H_
#define BACKLINKS_SERVICE_RPC_BEGIN_RECORD_H_

#include <string_view>

#include "grpcpp/server_context.h"
#include "service/model/call_recorder.h"
#include "service/telemetry/call_tracer.h"

namespace backlinks::rpc {

// `tracer` is null if calls are not traced; the record still has the caller's
// trace id.
CallRecorder BeginRecord(const grpc::CallbackServerContext& context,
                         std::string_view method,
                         telemetry::CallTracer* tracer);

}  // namespace backlinks::rpc

#endif  // BACKLINKS_SERVICE_RPC_BEGIN_RECORD_H_
