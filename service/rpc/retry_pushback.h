// Stops a client's channel from retrying a call that already paid for rows
// repeatedly without progress.
//
// The retry policy of a service config retries every UNAVAILABLE. If the server
// has already sent several upstream requests without a new row, each retry
// would pay for the same rows again; gRPC's retry pushback (proposal A6)
// forbids the channel to retry. The caller may still resume by the token.
#ifndef BACKLINKS_SERVICE_RPC_RETRY_PUSHBACK_H_
#define BACKLINKS_SERVICE_RPC_RETRY_PUSHBACK_H_

#include "absl/status/status.h"
#include "grpcpp/server_context.h"

namespace backlinks::rpc {

// Must be called before the call is finished with `status`.
void AddRetryPushback(const absl::Status& status,
                      grpc::CallbackServerContext& context);

}  // namespace backlinks::rpc

#endif  // BACKLINKS_SERVICE_RPC_RETRY_PUSHBACK_H_
