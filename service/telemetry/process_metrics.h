// This process's memory, CPU time, threads and descriptors, under the names
// that Prometheus' own client libraries use.
//
// Errors:  what the system does not tell is left out.
// Threads: may be called from any thread.
#ifndef BACKLINKS_SERVICE_TELEMETRY_PROCESS_METRICS_H_
#define BACKLINKS_SERVICE_TELEMETRY_PROCESS_METRICS_H_

#include <vector>

#include "prometheus/collectable.h"
#include "prometheus/metric_family.h"

namespace backlinks {

class ProcessMetrics : public prometheus::Collectable {
 public:
  std::vector<prometheus::MetricFamily> Collect() const override;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_TELEMETRY_PROCESS_METRICS_H_
