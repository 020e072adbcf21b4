// Answers ExplainRefpages: nothing is sent to the upstream.
//
// Errors:  those of Prepare.
// Threads: one executor.  Cancel: terminal; ends the call with CANCELLED.
#ifndef BACKLINKS_SERVICE_RPC_EXPLAIN_CALL_H_
#define BACKLINKS_SERVICE_RPC_EXPLAIN_CALL_H_

#include "absl/status/status.h"
#include "backlinks/v1/backlinks_service.pb.h"
#include "boost/asio/awaitable.hpp"
#include "service/rpc/call_context.h"
#include "service/rpc/prepared_query.h"

namespace backlinks::rpc {

// Fills the response. Everything must outlive the coroutine.
boost::asio::awaitable<absl::Status> RunExplainCall(
    const CallDependencies& dependencies,
    const v1::ExplainRefpagesRequest& request,
    v1::ExplainRefpagesResponse& response, CallContext& call);

}  // namespace backlinks::rpc

#endif  // BACKLINKS_SERVICE_RPC_EXPLAIN_CALL_H_
