// What a call's record holds from the first moment on: the method, who calls,
// when, and in which trace.
//
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_RPC_BEGIN_RECORD_H_
#define BACKLINKS_SERVICE_RPC_BEGIN_RECORD_H_

#include <string_view>

#include "grpcpp/server_context.h"
#include "service/model/call_record.h"
#include "service/telemetry/call_tracer.h"

namespace backlinks {

// `tracer` is null where nothing is traced: the record has its caller's trace
// id all the same.
CallRecord BeginRecord(const grpc::CallbackServerContext& context,
                       std::string_view method, CallTracer* tracer);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_RPC_BEGIN_RECORD_H_
