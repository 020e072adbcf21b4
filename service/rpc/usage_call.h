// One GetUsage call: returns what the caller has spent and may spend, the days
// of the ledger if it may see them, and the remaining allowance as reported by
// the upstream.
//
// Errors:  NOT_ALLOWED, before the upstream is queried. If the shared state is
//          unavailable, or the upstream cannot be queried, the response
//          contains the reason.
// Limits:  16 KiB of the upstream's response.
// Threads: one executor.  Cancel: ends the request to the upstream.
#ifndef BACKLINKS_SERVICE_RPC_USAGE_CALL_H_
#define BACKLINKS_SERVICE_RPC_USAGE_CALL_H_

#include "absl/status/status.h"
#include "backlinks/v1/backlinks_service.pb.h"
#include "boost/asio/awaitable.hpp"
#include "service/rpc/call_context.h"
#include "service/rpc/prepared_query.h"

namespace backlinks::rpc {

// Fills `response`. Everything must outlive the coroutine.
boost::asio::awaitable<absl::Status> RunUsageCall(
    const CallDependencies& dependencies, const v1::GetUsageRequest& request,
    v1::GetUsageResponse& response, CallContext& call);

}  // namespace backlinks::rpc

#endif  // BACKLINKS_SERVICE_RPC_USAGE_CALL_H_
