// Counts the lines that the log has lost, by reason.
//
// Threads: Collect may be called from any thread, after SetSource.
#ifndef BACKLINKS_SERVICE_TELEMETRY_LOG_METRICS_H_
#define BACKLINKS_SERVICE_TELEMETRY_LOG_METRICS_H_

#include <functional>
#include <utility>
#include <vector>

#include "prometheus/collectable.h"
#include "prometheus/metric_family.h"
#include "service/telemetry/log_writer.h"

namespace backlinks::telemetry {

class LogMetrics final : public prometheus::Collectable {
 public:
  using Source = std::function<LogLosses()>;

  // Without a source the counts are 0.
  void SetSource(Source source) { source_ = std::move(source); }

  std::vector<prometheus::MetricFamily> Collect() const override;

 private:
  Source source_;
};

}  // namespace backlinks::telemetry

#endif  // BACKLINKS_SERVICE_TELEMETRY_LOG_METRICS_H_
