// Creates the Edge that the options describe.
#ifndef BACKLINKS_SERVICE_APP_MAKE_EDGE_H_
#define BACKLINKS_SERVICE_APP_MAKE_EDGE_H_

#include <cstdint>
#include <functional>
#include <memory>

#include "absl/status/statusor.h"
#include "service/config/options.h"
#include "service/edge/edge.h"
#include "service/telemetry/call_log.h"

namespace backlinks::app {

// As in edge::EdgeOptions.
struct EdgeCallbacks {
  std::function<void()> on_end;
  decltype(edge::EdgeOptions::on_large_requests) on_large_requests;
};

// Binds --listen. `descriptors` is the limit of the process. `log` must outlive
// the result.
// Errors: UNAVAILABLE if the address cannot be bound.
absl::StatusOr<std::unique_ptr<edge::Edge>> MakeEdge(
    const config::Options& options, int64_t descriptors,
    telemetry::CallLog& log, EdgeCallbacks callbacks);

}  // namespace backlinks::app

#endif  // BACKLINKS_SERVICE_APP_MAKE_EDGE_H_
