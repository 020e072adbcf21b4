// Starts gRPC, which serves the connections that an Edge accepts.
#ifndef BACKLINKS_SERVICE_APP_GRPC_LISTENER_H_
#define BACKLINKS_SERVICE_APP_GRPC_LISTENER_H_

#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "grpcpp/grpcpp.h"
#include "service/config/options.h"
#include "service/edge/edge.h"
#include "service/reflection/reflection_service.h"

namespace backlinks::app {

struct GrpcListener {
  std::unique_ptr<grpc::experimental::ExternalConnectionAcceptor> acceptor;
  std::unique_ptr<grpc::Server> server;
};

// Starts the server, and makes `edge` serve. The services must outlive the
// server. Methods that none of them has go to `unknown_methods`.
// Errors: INTERNAL if gRPC does not start; those of Edge::Serve.
absl::StatusOr<GrpcListener> ListenGrpc(
    const config::Options& options, grpc::Service& service,
    grpc::CallbackGenericService& unknown_methods,
    reflection::ReflectionService& reflection, edge::Edge& edge);

}  // namespace backlinks::app

#endif  // BACKLINKS_SERVICE_APP_GRPC_LISTENER_H_
