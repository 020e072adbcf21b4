// What callers have spent and may spend, for GetUsage.
//
// Errors:  NOT_ALLOWED for all callers, unless the caller may see them. If the
//          shared state is unavailable, the response contains the reason.
// Threads: one executor.  Cancel: as BudgetBook.
#ifndef BACKLINKS_SERVICE_RPC_CALLER_USAGES_H_
#define BACKLINKS_SERVICE_RPC_CALLER_USAGES_H_

#include "absl/status/status.h"
#include "backlinks/v1/backlinks_service.pb.h"
#include "boost/asio/awaitable.hpp"
#include "service/access/access_control.h"
#include "service/rpc/prepared_query.h"

namespace backlinks::rpc {

// Fills `callers` of the response, for a call of `caller`. Everything must
// outlive the coroutine.
boost::asio::awaitable<absl::Status> AddCallerUsages(
    const CallDependencies& dependencies, const v1::GetUsageRequest& request,
    const access::Caller& caller, v1::GetUsageResponse& response);

}  // namespace backlinks::rpc

#endif  // BACKLINKS_SERVICE_RPC_CALLER_USAGES_H_
