// Metrics of the state that replicas share, and of the prices that are to be
// written to it.
//
// Threads: one at a time.
#ifndef BACKLINKS_SERVICE_TELEMETRY_STATE_METRICS_H_
#define BACKLINKS_SERVICE_TELEMETRY_STATE_METRICS_H_

#include <cstdint>

#include "prometheus/counter.h"
#include "prometheus/gauge.h"
#include "prometheus/registry.h"

namespace backlinks::telemetry {

// Prices of requests that have ended.
struct PriceCounts {
  int64_t unsettled = 0;  // Not written yet.
  // Since the start of the process:
  int64_t lost = 0;     // They could not be written.
  int64_t missing = 0;  // The state no longer had their reservations.
};

class StateMetrics {
 public:
  // `registry` must outlive this.
  explicit StateMetrics(prometheus::Registry& registry);

  // The state was checked.
  void OnCheck(bool is_available);

  void SetPrices(const PriceCounts& counts);

 private:
  prometheus::Gauge& available_;
  prometheus::Counter& successes_;
  prometheus::Counter& failures_;
  prometheus::Gauge& unsettled_;
  prometheus::Counter& lost_;
  prometheus::Counter& missing_;
};

}  // namespace backlinks::telemetry

#endif  // BACKLINKS_SERVICE_TELEMETRY_STATE_METRICS_H_
