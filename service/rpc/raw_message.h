// Parses and serializes the messages of raw methods, which gRPC passes as
// bytes.
//
// If gRPC itself parsed them, it would end a call whose request does not parse
// with UNIMPLEMENTED and without details.
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_RPC_RAW_MESSAGE_H_
#define BACKLINKS_SERVICE_RPC_RAW_MESSAGE_H_

#include <string>

#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/slice.h"

namespace backlinks::rpc {

// Fails with INVALID_QUERY if the bytes do not parse as the message, a string
// in it is not UTF-8, or it is nested too deeply.
absl::Status ParseMessage(const grpc::ByteBuffer& bytes,
                          google::protobuf::Message& message);

grpc::ByteBuffer SerializeMessage(const google::protobuf::Message& message);

// Returns a copy of the bytes; "" if the buffer is not Valid().
std::string BytesOf(const grpc::ByteBuffer& bytes);

// Moves the bytes into a slice without copying them.
grpc::Slice MakeSlice(std::string&& bytes);

}  // namespace backlinks::rpc

#endif  // BACKLINKS_SERVICE_RPC_RAW_MESSAGE_H_
