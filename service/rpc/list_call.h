// One ListRefpages call: a stream of one page whose rows are collected instead
// of sent.
//
// Limits:  1,000 rows; 1 MiB of rows, which only the last row may exceed.
// Threads: one executor.  Cancel: as RefpageStreamer.
#ifndef BACKLINKS_SERVICE_RPC_LIST_CALL_H_
#define BACKLINKS_SERVICE_RPC_LIST_CALL_H_

#include "absl/status/status.h"
#include "backlinks/v1/backlinks_service.pb.h"
#include "boost/asio/awaitable.hpp"
#include "grpcpp/support/byte_buffer.h"
#include "service/rpc/call_context.h"
#include "service/rpc/prepared_query.h"

namespace backlinks::rpc {

// Sets `response` to the bytes of a ListRefpagesResponse. Everything must
// outlive the coroutine.
boost::asio::awaitable<absl::Status> RunListCall(
    const CallDependencies& dependencies,
    const v1::ListRefpagesRequest& request, grpc::ByteBuffer& response,
    CallContext& call);

}  // namespace backlinks::rpc

#endif  // BACKLINKS_SERVICE_RPC_LIST_CALL_H_
