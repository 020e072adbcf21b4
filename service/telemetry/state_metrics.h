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

class StateMetrics {
 public:
  // `registry` must outlive this.
  explicit StateMetrics(prometheus::Registry& registry);

  // The state was checked.
  void OnCheck(bool is_available);

  // The number of prices that are not written yet, and the number that were
  // lost since the start of the process.
  void SetPrices(int64_t unsettled, int64_t lost);

 private:
  prometheus::Gauge& available_;
  prometheus::Counter& successes_;
  prometheus::Counter& failures_;
  prometheus::Gauge& unsettled_;
  prometheus::Counter& lost_;
};

}  // namespace backlinks::telemetry

#endif  // BACKLINKS_SERVICE_TELEMETRY_STATE_METRICS_H_
