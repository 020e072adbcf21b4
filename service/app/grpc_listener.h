// Starts gRPC on the address of --listen.
#ifndef BACKLINKS_SERVICE_APP_GRPC_LISTENER_H_
#define BACKLINKS_SERVICE_APP_GRPC_LISTENER_H_

#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "grpcpp/grpcpp.h"
#include "service/config/options.h"

namespace backlinks::app {

struct GrpcListener {
  std::unique_ptr<grpc::Server> server;
  int port = 0;  // The port that was bound.
};

// The service receives every call, with requests as the client has compressed
// them. It must outlive the server.
// Errors: UNAVAILABLE if the address cannot be bound.
absl::StatusOr<GrpcListener> ListenGrpc(const config::Options& options,
                                        grpc::CallbackGenericService& service);

}  // namespace backlinks::app

#endif  // BACKLINKS_SERVICE_APP_GRPC_LISTENER_H_
