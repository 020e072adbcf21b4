#include "service/app/grpc_listener.h"

#include "absl/time/time.h"

namespace backlinks::app {
namespace {

// Longer headers of a call are rejected.
constexpr int kMaxMetadataBytes = 16 << 10;
// A client is disconnected after this number of pings that came too early.
constexpr int kMaxPingStrikes = 2;

int Milliseconds(absl::Duration duration) {
  return static_cast<int>(absl::ToInt64Milliseconds(duration));
}

// Allows keepalive pings of clients, so that they can detect a lost connection
// while they wait for a response or do not read it.
void SetPingPolicy(absl::Duration min_interval, grpc::ServerBuilder& builder) {
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(
      GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
      Milliseconds(min_interval));
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MAX_PING_STRIKES, kMaxPingStrikes);
}

// The calls of a connection that has reached its maximum age may finish: gRPC's
// grace period is infinite by default.
void SetLifetimes(const config::Options& options,
                  grpc::ServerBuilder& builder) {
  builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS,
                             Milliseconds(options.request_timeout));
  if (options.max_connection_idle > absl::ZeroDuration()) {
    builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_IDLE_MS,
                               Milliseconds(options.max_connection_idle));
  }
  if (options.max_connection_age > absl::ZeroDuration()) {
    builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS,
                               Milliseconds(options.max_connection_age));
  }
}

void SetLimits(const config::Options& options, grpc::ServerBuilder& builder) {
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS,
                             options.max_streams_per_connection);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, kMaxMetadataBytes);
}

// gRPC would inflate a request without limit. `rpc` inflates it, and rejects it
// with REQUEST_TOO_LARGE. A limit of gRPC's own would be without a reason, and
// save no memory: gRPC 1.51 compares a message with it once it is complete. The
// edge ends requests that do not become complete.
void SetRequestPolicy(grpc::ServerBuilder& builder) {
  constexpr int kNoLimit = -1;
  builder.SetMaxReceiveMessageSize(kNoLimit);
  builder.AddChannelArgument(GRPC_ARG_ENABLE_PER_MESSAGE_DECOMPRESSION, 0);
}

// The window of a request remains at HTTP/2's initial size until its call reads
// it, and is then extended to its length. gRPC would otherwise extend it by
// itself after large requests: those of the next calls would arrive before
// their calls are reported, and look like a flood to the edge.
void SetRequestWindow(grpc::ServerBuilder& builder) {
  builder.AddChannelArgument(GRPC_ARG_HTTP2_BDP_PROBE, 0);
}

}  // namespace

absl::StatusOr<GrpcListener> ListenGrpc(
    const config::Options& options,
    const std::shared_ptr<grpc::ServerCredentials>& credentials,
    grpc::CallbackGenericService& service, edge::Edge& edge) {
  GrpcListener listener;
  grpc::ServerBuilder builder;
  SetPingPolicy(options.min_ping_interval, builder);
  SetLifetimes(options, builder);
  SetLimits(options, builder);
  SetRequestPolicy(builder);
  SetRequestWindow(builder);
  listener.acceptor = builder.experimental().AddExternalConnectionAcceptor(
      grpc::ServerBuilder::experimental_type::ExternalConnectionType::FROM_FD,
      credentials);
  builder.RegisterCallbackGenericService(&service);
  listener.server = builder.BuildAndStart();
  if (!listener.server) return absl::InternalError("gRPC does not start");
  const absl::Status serving =
      edge.Serve([&acceptor = *listener.acceptor](int fd) {
        grpc::experimental::ExternalConnectionAcceptor::NewConnectionParameters
            connection;
        connection.fd = fd;
        // Newer versions of gRPC reject a connection without it, but only pass
        // it on.
        connection.listener_fd = fd;
        acceptor.HandleNewConnection(&connection);
      });
  if (!serving.ok()) return serving;
  return listener;
}

}  // namespace backlinks::app
