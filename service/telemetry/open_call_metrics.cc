#include "service/telemetry/open_call_metrics.h"

#include <cstdint>
#include <string>

namespace backlinks::telemetry {
namespace {

prometheus::MetricFamily Gauge(const std::string& name, const std::string& help,
                               int64_t value) {
  prometheus::ClientMetric metric;
  metric.gauge.value = static_cast<double>(value);
  return {name, help, prometheus::MetricType::Gauge, {metric}};
}

}  // namespace

OpenCallCounts OpenCallMetrics::Counts() const {
  const std::lock_guard lock(mutex_);
  return source_ ? source_() : OpenCallCounts();
}

std::vector<prometheus::MetricFamily> OpenCallMetrics::Collect() const {
  const OpenCallCounts counts = Counts();
  return {Gauge("backlinks_open_calls",
                "Calls of every method that have a slot, from their headers to "
                "their end.",
                counts.open),
          Gauge("backlinks_awaited_requests",
                "Open calls whose request is not complete.",
                counts.awaited_requests),
          Gauge("backlinks_max_open_calls",
                "Maximum number of open calls, --max_open_calls.", counts.max)};
}

}  // namespace backlinks::telemetry
