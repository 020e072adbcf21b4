// Messages of a method that gRPC hands over as bytes.
//
// gRPC itself ends a call whose request does not parse with UNIMPLEMENTED and
// without details.
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_RPC_RAW_MESSAGE_H_
#define BACKLINKS_SERVICE_RPC_RAW_MESSAGE_H_

#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "grpcpp/support/byte_buffer.h"

namespace backlinks {

// Errors: INVALID_QUERY: the bytes are no such message, a string of it is not
//         UTF-8, or it is nested too deeply.
absl::Status ParseMessage(const grpc::ByteBuffer& bytes,
                          google::protobuf::Message& message);

grpc::ByteBuffer SerializeMessage(const google::protobuf::Message& message);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_RPC_RAW_MESSAGE_H_
