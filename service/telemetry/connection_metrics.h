// Counts the connections of the gRPC port.
//
// Threads: everything may be called from any thread.
#ifndef BACKLINKS_SERVICE_TELEMETRY_CONNECTION_METRICS_H_
#define BACKLINKS_SERVICE_TELEMETRY_CONNECTION_METRICS_H_

#include <functional>
#include <mutex>
#include <utility>
#include <vector>

#include "prometheus/collectable.h"
#include "prometheus/metric_family.h"
#include "service/model/connection_counts.h"

namespace backlinks::telemetry {

class ConnectionMetrics final : public prometheus::Collectable {
 public:
  using Source = std::function<ConnectionCounts()>;

  // Without a source the counts are 0.
  void SetSource(Source source) {
    const std::lock_guard lock(mutex_);
    source_ = std::move(source);
  }

  std::vector<prometheus::MetricFamily> Collect() const override;

 private:
  ConnectionCounts Counts() const;

  mutable std::mutex mutex_;
  Source source_;
};

}  // namespace backlinks::telemetry

#endif  // BACKLINKS_SERVICE_TELEMETRY_CONNECTION_METRICS_H_
