// Inflates the request messages of callers, within a limit.
//
// gRPC inflates without a limit, so that its decompression is off
// (GRPC_ARG_ENABLE_PER_MESSAGE_DECOMPRESSION).
//
// In:      a message as sent: plain, gzip or deflate.
// Errors:  REQUEST_TOO_LARGE; INVALID_QUERY if it is damaged.
// Limits:  `max_bytes`, as sent and inflated; 48 KiB of memory beside it.
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_RPC_REQUEST_MESSAGE_H_
#define BACKLINKS_SERVICE_RPC_REQUEST_MESSAGE_H_

#include <cstddef>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "grpcpp/support/byte_buffer.h"

namespace backlinks::rpc {

// Returns REQUEST_TOO_LARGE.
absl::Status RequestTooLarge(size_t max_bytes);

// Returns a plain message as it is, without copying its bytes.
absl::StatusOr<grpc::ByteBuffer> DecodeRequest(const grpc::ByteBuffer& message,
                                               size_t max_bytes);

}  // namespace backlinks::rpc

#endif  // BACKLINKS_SERVICE_RPC_REQUEST_MESSAGE_H_
