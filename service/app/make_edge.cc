#include "service/app/make_edge.h"

#include <cstdint>
#include <utility>

#include "absl/time/time.h"
#include "fmt/format.h"
#include "service/app/component_options.h"
#include "service/edge/descriptor_limit.h"

namespace backlinks::app {
namespace {

// A call that runs has one connection to the upstream. The embedded upstream
// has the other end of it, and its database, in the same process.
constexpr int64_t kEmbeddedDescriptors = 3;

// The time in which a stalled stream ends itself, with its status.
constexpr absl::Duration kSendSlack = absl::Seconds(10);

edge::DerivedLimits DeriveLimits(const config::Options& options,
                                 int64_t descriptors) {
  const int64_t each = options.url ? 1 : kEmbeddedDescriptors;
  return edge::DeriveConnectionLimits(
      {.descriptors = descriptors,
       .upstream = options.max_streams * each,
       .max_connections = options.max_connections,
       .max_connections_per_peer = options.max_connections_per_peer});
}

edge::ConnectionRules MakeRules(const config::Options& options) {
  edge::ConnectionRules rules;
  rules.request_timeout = options.request_timeout;
  rules.max_idle = OrInfinite(options.max_connection_idle);
  rules.max_call_bytes = static_cast<int64_t>(options.max_request_bytes);
  rules.max_running_calls = options.max_streams_per_connection;
  return rules;
}

}  // namespace

absl::StatusOr<std::unique_ptr<edge::Edge>> MakeEdge(
    const config::Options& options, int64_t descriptors,
    telemetry::CallLog& log, EdgeCallbacks callbacks) {
  const edge::DerivedLimits derived = DeriveLimits(options, descriptors);
  if (!derived.warning.empty()) {
    log.Log(telemetry::LogLevel::kWarn, derived.warning);
  }
  return edge::Edge::Bind(
      {.listen = options.listen,
       .limits = derived.limits,
       .rules = MakeRules(options),
       .on_notice =
           [&log](const edge::ConnectionNotice& notice) {
             log.Log(telemetry::LogLevel::kWarn, notice.event,
                     {{"reason", std::string(notice.reason)},
                      {"count", fmt::format("{}", notice.count)},
                      {"peer", notice.peer}});
           },
       .on_end = std::move(callbacks.on_end),
       .on_large_requests = std::move(callbacks.on_large_requests),
       // After that a stream would have ended as stalled.
       .send_timeout = OrInfinite(options.stall_timeout) + kSendSlack});
}

}  // namespace backlinks::app
