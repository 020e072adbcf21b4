#include "service/telemetry/connection_metrics.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace backlinks::telemetry {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

ClientMetric Gauge(int64_t value) {
  ClientMetric metric;
  metric.gauge.value = static_cast<double>(value);
  return metric;
}

ClientMetric Counter(int64_t value) {
  ClientMetric metric;
  metric.counter.value = static_cast<double>(value);
  return metric;
}

template <size_t kSize>
std::vector<ClientMetric> ByReason(
    const std::array<std::string_view, kSize>& names,
    const std::array<int64_t, kSize>& counts) {
  std::vector<ClientMetric> metrics;
  for (size_t i = 0; i < kSize; ++i) {
    metrics.push_back(Counter(counts[i]));
    metrics.back().label = {{"reason", std::string(names[i])}};
  }
  return metrics;
}

}  // namespace

ConnectionCounts ConnectionMetrics::Counts() const {
  const std::lock_guard lock(mutex_);
  return source_ ? source_() : ConnectionCounts();
}

std::vector<MetricFamily> ConnectionMetrics::Collect() const {
  const ConnectionCounts counts = Counts();
  return {{"backlinks_open_connections",
           "Connections of the gRPC port that are open.",
           MetricType::Gauge,
           {Gauge(counts.open)}},
          {"backlinks_max_connections",
           "Maximum number of open connections of the gRPC port, "
           "--max_connections.",
           MetricType::Gauge,
           {Gauge(counts.max)}},
          {"backlinks_accepted_connections_total",
           "Connections of the gRPC port that were accepted.",
           MetricType::Counter,
           {Counter(counts.accepted)}},
          {"backlinks_refused_connections_total",
           "Connections of the gRPC port that were closed when they were "
           "accepted.",
           MetricType::Counter, ByReason(kRefusalReasonNames, counts.refused)},
          {"backlinks_closed_connections_total",
           "Connections of the gRPC port that the server closed because of "
           "what they did.",
           MetricType::Counter, ByReason(kCloseReasonNames, counts.closed)}};
}

}  // namespace backlinks::telemetry
