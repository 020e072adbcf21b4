// Memory, CPU time, threads and descriptors of this process, with the names
// used by Prometheus' client libraries.
//
// Errors:  metrics that the system does not provide are omitted.
// Threads: may be called from any thread.
#ifndef BACKLINKS_SERVICE_TELEMETRY_PROCESS_METRICS_H_
#define BACKLINKS_SERVICE_TELEMETRY_PROCESS_METRICS_H_

#include <vector>

#include "prometheus/collectable.h"
#include "prometheus/metric_family.h"

namespace backlinks::telemetry {

class ProcessMetrics : public prometheus::Collectable {
 public:
  std::vector<prometheus::MetricFamily> Collect() const override;
};

}  // namespace backlinks::telemetry

#endif  // BACKLINKS_SERVICE_TELEMETRY_PROCESS_METRICS_H_
