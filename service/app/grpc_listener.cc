#include "service/app/grpc_listener.h"

#include "absl/time/time.h"
#include "fmt/format.h"
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

// gRPC would inflate a request without limit. `rpc` inflates it, and rejects it
// with REQUEST_TOO_LARGE; gRPC itself only rejects what is far larger, without
// a reason.
void SetRequestPolicy(size_t max_bytes, grpc::ServerBuilder& builder) {
  constexpr size_t kSlack = 4;
  builder.SetMaxReceiveMessageSize(static_cast<int>(kSlack * max_bytes));
  builder.AddChannelArgument(GRPC_ARG_ENABLE_PER_MESSAGE_DECOMPRESSION, 0);
}

}  // namespace

absl::StatusOr<GrpcListener> ListenGrpc(const config::Options& options,
                                        grpc::CallbackGenericService& service) {
  GrpcListener listener;
  grpc::ServerBuilder builder;
  // Without this, a second server could listen on the same port unnoticed.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  SetPingPolicy(options.min_ping_interval, builder);
  SetRequestPolicy(options.max_request_bytes, builder);
  builder.AddListeningPort(options.listen, grpc::InsecureServerCredentials(),
                           &listener.port);
  builder.RegisterCallbackGenericService(&service);
  listener.server = builder.BuildAndStart();
  if (listener.server && listener.port != 0) return listener;
  BACKLINKS_RETURN_IF_ERROR(
      WithFlag(CheckCanListen(options.listen), "--listen"));
  return absl::UnavailableError(
      fmt::format("cannot listen on {} (--listen)", options.listen));
}

}  // namespace backlinks::app
