// Starts gRPC, which serves the connections that an Edge accepts.
#ifndef BACKLINKS_SERVICE_APP_GRPC_LISTENER_H_
#define BACKLINKS_SERVICE_APP_GRPC_LISTENER_H_

#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "grpcpp/grpcpp.h"
#include "service/config/options.h"
#include "service/edge/edge.h"

namespace backlinks::app {

struct GrpcListener {
  std::unique_ptr<grpc::experimental::ExternalConnectionAcceptor> acceptor;
  std::unique_ptr<grpc::Server> server;
};

// Starts the server, and makes `edge` serve. The service receives every call,
// with requests as the client has compressed them. It must outlive the server.
// Errors: INTERNAL if gRPC does not start; those of Edge::Serve.
absl::StatusOr<GrpcListener> ListenGrpc(
    const config::Options& options,
    const std::shared_ptr<grpc::ServerCredentials>& credentials,
    grpc::CallbackGenericService& service, edge::Edge& edge);

}  // namespace backlinks::app

#endif  // BACKLINKS_SERVICE_APP_GRPC_LISTENER_H_
