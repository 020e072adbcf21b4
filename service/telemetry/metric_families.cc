#include "service/telemetry/metric_families.h"

namespace backlinks::telemetry {

CounterFamily& AddCounters(prometheus::Registry& registry,
                           const std::string& name, const std::string& help) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
}

GaugeFamily& AddGauges(prometheus::Registry& registry, const std::string& name,
                       const std::string& help) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(registry);
}

HistogramFamily& AddHistograms(prometheus::Registry& registry,
                               const std::string& name,
                               const std::string& help) {
  return prometheus::BuildHistogram().Name(name).Help(help).Register(registry);
}

// https://github.com/grpc/proposal/blob/master/A66-otel-stats.md
const Buckets& LatencyBuckets() {
  static const Buckets buckets = {
      0,     0.00001, 0.00005, 0.0001, 0.0003, 0.0006, 0.0008, 0.001, 0.002,
      0.003, 0.004,   0.005,   0.006,  0.008,  0.01,   0.013,  0.016, 0.02,
      0.025, 0.03,    0.04,    0.05,   0.065,  0.08,   0.1,    0.13,  0.16,
      0.2,   0.25,    0.3,     0.4,    0.5,    0.65,   0.8,    1,     2,
      5,     10,      20,      50,     100};
  return buckets;
}

const Buckets& SizeBuckets() {
  static const Buckets buckets = {
      0,       1024,    2048,     4096,     16384,     65536,      262144,
      1048576, 4194304, 16777216, 67108864, 268435456, 1073741824, 4294967296};
  return buckets;
}

const Buckets& UpstreamBuckets() {
  static const Buckets buckets = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                  0.1,   0.25,   0.5,   1,    2.5,   5,
                                  10,    30,     60,    300};
  return buckets;
}

}  // namespace backlinks::telemetry
