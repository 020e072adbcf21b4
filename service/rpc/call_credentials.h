// What a call presents to AccessControl: its key, and the names in its client
// certificate.
//
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_RPC_CALL_CREDENTIALS_H_
#define BACKLINKS_SERVICE_RPC_CALL_CREDENTIALS_H_

#include <string_view>

#include "grpcpp/server_context.h"
#include "service/access/access_control.h"

namespace backlinks::rpc {

// The views belong to the context.
access::Credentials CredentialsOf(const grpc::CallbackServerContext& context);

// Whether a peer, as gRPC writes it, is of this host: "ipv4:127.0.0.1:54321",
// "ipv6:%5B::1%5D:54321", "unix:…".
bool IsLocalPeer(std::string_view peer);

}  // namespace backlinks::rpc

#endif  // BACKLINKS_SERVICE_RPC_CALL_CREDENTIALS_H_
