// One GetUsage call: returns the days of the ledger, and the remaining
// allowance as reported by the upstream.
//
// Errors:  none: if the upstream cannot be queried, the response contains the
//          reason.
// Limits:  16 KiB of the upstream's response.
// Threads: one executor.  Cancel: ends the request to the upstream.
#ifndef BACKLINKS_SERVICE_RPC_USAGE_CALL_H_
#define BACKLINKS_SERVICE_RPC_USAGE_CALL_H_

#include "absl/status/status.h"
#include "backlinks/v1/backlinks_service.pb.h"
#include "boost/asio/awaitable.hpp"
#include "service/accounting/usage_ledger.h"
#include "service/dialect/dialect.h"
#include "service/rpc/call_context.h"

namespace backlinks::rpc {

// Fills `response`. Everything must outlive the coroutine.
boost::asio::awaitable<absl::Status> RunUsageCall(
    const dialect::Dialect& dialect, const accounting::UsageLedger& ledger,
    v1::GetUsageResponse& response, CallContext& call);

}  // namespace backlinks::rpc

#endif  // BACKLINKS_SERVICE_RPC_USAGE_CALL_H_
