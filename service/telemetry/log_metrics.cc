#include "service/telemetry/log_metrics.h"

#include <string>

namespace backlinks::telemetry {
namespace {

prometheus::ClientMetric DroppedFor(const std::string& reason, int64_t lines) {
  prometheus::ClientMetric metric;
  metric.label = {{"reason", reason}};
  metric.counter.value = static_cast<double>(lines);
  return metric;
}

}  // namespace

std::vector<prometheus::MetricFamily> LogMetrics::Collect() const {
  const LogLosses losses = source_ ? source_() : LogLosses();
  return {{"backlinks_log_lines_dropped_total",
           "Lines of the log that were lost: its reader or disk was too slow, "
           "or a write failed.",
           prometheus::MetricType::Counter,
           {DroppedFor("queue_full", losses.queue_full),
            DroppedFor("write_failed", losses.write_failed)}}};
}

}  // namespace backlinks::telemetry
