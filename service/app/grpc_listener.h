// Starts gRPC on the address of --listen.
#ifndef BACKLINKS_SERVICE_APP_GRPC_LISTENER_H_
#define BACKLINKS_SERVICE_APP_GRPC_LISTENER_H_

#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "grpcpp/grpcpp.h"
#include "service/config/options.h"
#include "service/reflection/reflection_service.h"

namespace backlinks::app {

struct GrpcListener {
  std::unique_ptr<grpc::Server> server;
  int port = 0;  // The port that was bound.
};

// The services must outlive the server. Methods that none of them has go to
// `unknown_methods`.
// Errors: UNAVAILABLE if the address cannot be bound.
absl::StatusOr<GrpcListener> ListenGrpc(
    const config::Options& options,
    const std::shared_ptr<grpc::ServerCredentials>& credentials,
    grpc::Service& service, grpc::CallbackGenericService& unknown_methods,
    reflection::ReflectionService& reflection);

}  // namespace backlinks::app

#endif  // BACKLINKS_SERVICE_APP_GRPC_LISTENER_H_
