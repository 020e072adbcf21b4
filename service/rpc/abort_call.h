// Ends a call for gRPC although its client reads nothing.
//
// Threads: any, while the call is referenced.
#ifndef BACKLINKS_SERVICE_RPC_ABORT_CALL_H_
#define BACKLINKS_SERVICE_RPC_ABORT_CALL_H_

#include "absl/status/status.h"
#include "grpc/grpc.h"

namespace backlinks::rpc {

// A message that is being written is truncated, and the details of `why` are
// lost. May call OnDone of the call's reactor.
void AbortCall(grpc_call* call, const absl::Status& why);

}  // namespace backlinks::rpc

#endif  // BACKLINKS_SERVICE_RPC_ABORT_CALL_H_
