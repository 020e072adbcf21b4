// Reads the metadata that a client sent with a call.
//
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_RPC_CLIENT_METADATA_H_
#define BACKLINKS_SERVICE_RPC_CLIENT_METADATA_H_

#include <string_view>
#include <vector>

#include "grpcpp/server_context.h"

namespace backlinks::rpc {

// Returns all values of the metadata key. They belong to the context.
std::vector<std::string_view> MetadataValues(
    const grpc::CallbackServerContext& context, std::string_view name);

}  // namespace backlinks::rpc

#endif  // BACKLINKS_SERVICE_RPC_CLIENT_METADATA_H_
