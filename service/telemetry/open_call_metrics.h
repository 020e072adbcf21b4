// Counts the open calls of every method, those of health and reflection too.
//
// Threads: everything may be called from any thread.
#ifndef BACKLINKS_SERVICE_TELEMETRY_OPEN_CALL_METRICS_H_
#define BACKLINKS_SERVICE_TELEMETRY_OPEN_CALL_METRICS_H_

#include <functional>
#include <mutex>
#include <utility>
#include <vector>

#include "prometheus/collectable.h"
#include "prometheus/metric_family.h"
#include "service/model/open_call_counts.h"

namespace backlinks::telemetry {

class OpenCallMetrics final : public prometheus::Collectable {
 public:
  using Source = std::function<OpenCallCounts()>;

  // Without a source the counts are 0.
  void SetSource(Source source) {
    const std::lock_guard lock(mutex_);
    source_ = std::move(source);
  }

  std::vector<prometheus::MetricFamily> Collect() const override;

 private:
  OpenCallCounts Counts() const;

  mutable std::mutex mutex_;
  Source source_;
};

}  // namespace backlinks::telemetry

#endif  // BACKLINKS_SERVICE_TELEMETRY_OPEN_CALL_METRICS_H_
