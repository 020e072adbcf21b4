// Stops a client's channel from retrying a call that cost money in vain.
//
// The retry policy of a service config retries UNAVAILABLE blindly. Where the
// server has already asked the upstream several times without a new row, every
// retry would pay for the same rows again; gRPC's retry pushback (proposal A6)
// forbids the channel to retry. Resuming by the token remains the caller's
// choice.
#ifndef BACKLINKS_SERVICE_RPC_RETRY_PUSHBACK_H_
#define BACKLINKS_SERVICE_RPC_RETRY_PUSHBACK_H_

#include "absl/status/status.h"
#include "grpcpp/server_context.h"

namespace backlinks {

// To be called before the call is finished with `status`.
void AddRetryPushback(const absl::Status& status,
                      grpc::CallbackServerContext& context);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_RPC_RETRY_PUSHBACK_H_
