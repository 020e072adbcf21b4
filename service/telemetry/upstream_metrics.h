// Metrics of requests to the upstream: their phases, retries and waits.
//
// Labels:  status is the HTTP status, or "none" without a response; phase is
//          one of model/upstream_observer.h.
// Threads: everything may be called from any thread.
#ifndef BACKLINKS_SERVICE_TELEMETRY_UPSTREAM_METRICS_H_
#define BACKLINKS_SERVICE_TELEMETRY_UPSTREAM_METRICS_H_

#include <string>
#include <vector>

#include "service/model/upstream_observer.h"
#include "service/telemetry/metric_families.h"

namespace backlinks::telemetry {

class UpstreamMetrics final : public UpstreamObserver {
 public:
  // `registry` must outlive this.
  explicit UpstreamMetrics(prometheus::Registry& registry);

  void OnUpstream(int http_status, absl::Duration latency) override;
  void OnUpstreamPhase(UpstreamPhase phase, absl::Duration duration) override;
  void OnUpstreamRetry(int http_status, absl::Duration waited) override;
  void OnRateWait(const std::string& caller, absl::Duration waited) override;

 private:
  CounterFamily& requests_;
  prometheus::Histogram& request_seconds_;
  prometheus::Counter& retries_;
  prometheus::Counter& rate_wait_;
  std::vector<prometheus::Histogram*> phase_seconds_;  // By UpstreamPhase.
};

}  // namespace backlinks::telemetry

#endif  // BACKLINKS_SERVICE_TELEMETRY_UPSTREAM_METRICS_H_
