#include "service/app/grpc_listener.h"

#include "absl/time/time.h"
#include "fmt/format.h"
#include "grpcpp/health_check_service_interface.h"
#include "service/app/listen_check.h"
#include "service/common/status/status.h"

namespace backlinks::app {
namespace {

// Allows keepalive pings of clients, so that they can detect a lost connection
// while they wait for a response or do not read it.
void SetPingPolicy(absl::Duration min_interval, grpc::ServerBuilder& builder) {
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(
      GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
      static_cast<int>(absl::ToInt64Milliseconds(min_interval)));
}

}  // namespace

absl::StatusOr<GrpcListener> ListenGrpc(
    const config::Options& options,
    const std::shared_ptr<grpc::ServerCredentials>& credentials,
    grpc::Service& service, grpc::CallbackGenericService& unknown_methods,
    reflection::ReflectionService& reflection) {
  GrpcListener listener;
  grpc::EnableDefaultHealthCheckService(true);
  grpc::ServerBuilder builder;
  // Without this, a second server could listen on the same port unnoticed.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  SetPingPolicy(options.min_ping_interval, builder);
  builder.AddListeningPort(options.listen, credentials, &listener.port);
  builder.RegisterService(&service);
  builder.RegisterCallbackGenericService(&unknown_methods);
  reflection.Register(builder);
  listener.server = builder.BuildAndStart();
  if (listener.server && listener.port != 0) return listener;
  BACKLINKS_RETURN_IF_ERROR(
      WithFlag(CheckCanListen(options.listen), "--listen"));
  return absl::UnavailableError(
      fmt::format("cannot listen on {} (--listen)", options.listen));
}

}  // namespace backlinks::app
