// The gRPC port: accepts connections, limits them, passes them on to gRPC, and
// closes those that misbehave.
//
// gRPC's own listener is not used: once accept has failed for lack of a
// descriptor, that of gRPC 1.51 never accepts again (CVE-2023-4785).
//
// Errors:  Bind and Serve fail with UNAVAILABLE if an address is not free, with
//          the system's message.
// Threads: an Edge has one thread, on which it accepts and calls `on_notice`
//          and `on_end`, and another for `on_connection` and
//          `on_large_requests`, which enter gRPC. Bind, Serve, StopAccepting
//          and the destructor are called from one thread; the rest from any.
//
// Example:
//   auto edge = Edge::Bind({.listen = "127.0.0.1:0", .limits = {100, 50}});
//   (*edge)->Serve([&](int fd) { … });
#ifndef BACKLINKS_SERVICE_EDGE_EDGE_H_
#define BACKLINKS_SERVICE_EDGE_EDGE_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "service/edge/connection_limits.h"
#include "service/edge/connection_rules.h"
#include "service/model/connection_activity.h"
#include "service/model/connection_counts.h"

namespace backlinks::edge {

// Connections were refused or closed. At most one for each reason in 10 s.
struct ConnectionNotice {
  std::string_view event;   // "connections refused" or "connections closed".
  std::string_view reason;  // As in the metrics.
  std::string peer;         // The last one; empty if unknown.
  int64_t count = 0;        // Since the last notice of this reason.
};

struct EdgeOptions {
  std::string listen;  // HOST:PORT or unix:PATH.
  ConnectionLimits limits;
  ConnectionRules rules;
  std::function<void(const ConnectionNotice&)> on_notice;  // May be null.
  std::function<void()> on_end;  // Of any connection. May be null.
  // The requests that this peer was sending at the time `found`, a name as in
  // ConnectionActivity, are larger than allowed: their calls must end. `count`
  // is their number then. Not called after StopAccepting. May be null.
  std::function<void(std::string_view peer, int64_t count,
                     std::chrono::steady_clock::time_point found)>
      on_large_requests;
  // Time after which the system ends a connection whose peer takes no byte.
  absl::Duration send_timeout = absl::InfiniteDuration();
};

class Edge {
 public:
  // Takes a connected, non-blocking socket, which it must close.
  using OnConnection = std::function<void(int fd)>;

  // Binds the addresses. Clients are refused until Serve.
  static absl::StatusOr<std::unique_ptr<Edge>> Bind(EdgeOptions options);
  ~Edge();

  Edge(const Edge&) = delete;
  Edge& operator=(const Edge&) = delete;

  int port() const;  // 0 for a Unix socket.

  // Errors: UNAVAILABLE if another process has begun to listen meanwhile.
  absl::Status Serve(OnConnection on_connection);
  // Passes on the connections that are queued, and closes the port. Nothing is
  // passed on after it. Connections are still watched.
  void StopAccepting();

  // Whoever runs the calls must report them here, or the rules about calls do
  // not apply.
  ConnectionActivity& activity();
  ConnectionCounts counts() const;
  const ConnectionLimits& limits() const;
  // UNAVAILABLE if the port does not accept the server's own connections.
  absl::Status Check() const;

 private:
  struct Impl;
  explicit Edge(std::unique_ptr<Impl> impl);

  std::unique_ptr<Impl> impl_;
};

}  // namespace backlinks::edge

#endif  // BACKLINKS_SERVICE_EDGE_EDGE_H_
