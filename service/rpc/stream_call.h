// One StreamRefpages call, from the bytes of its request to its last message.
//
// Threads: one executor.  Cancel: as RefpageStreamer.
#ifndef BACKLINKS_SERVICE_RPC_STREAM_CALL_H_
#define BACKLINKS_SERVICE_RPC_STREAM_CALL_H_

#include "absl/status/status.h"
#include "boost/asio/awaitable.hpp"
#include "grpcpp/support/byte_buffer.h"
#include "service/rpc/call_context.h"
#include "service/rpc/prepared_query.h"
#include "service/stream/message_writer.h"

namespace backlinks::rpc {

// Everything must outlive the coroutine.
boost::asio::awaitable<absl::Status> RunStreamCall(
    const CallDependencies& dependencies, const grpc::ByteBuffer& request,
    stream::MessageWriter& writer, CallContext& call);

}  // namespace backlinks::rpc

#endif  // BACKLINKS_SERVICE_RPC_STREAM_CALL_H_
