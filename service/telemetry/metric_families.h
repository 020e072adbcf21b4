// Helpers to register families of prometheus-cpp metrics in one line each.
//
// Life:    the registry owns the returned objects.
// Threads: the methods of families and metrics may be called from any thread.
#ifndef BACKLINKS_SERVICE_TELEMETRY_METRIC_FAMILIES_H_
#define BACKLINKS_SERVICE_TELEMETRY_METRIC_FAMILIES_H_

#include <string>

#include "absl/time/time.h"
#include "prometheus/counter.h"
#include "prometheus/family.h"
#include "prometheus/gauge.h"
#include "prometheus/histogram.h"
#include "prometheus/registry.h"

namespace backlinks::telemetry {

using CounterFamily = prometheus::Family<prometheus::Counter>;
using GaugeFamily = prometheus::Family<prometheus::Gauge>;
using HistogramFamily = prometheus::Family<prometheus::Histogram>;
using Buckets = prometheus::Histogram::BucketBoundaries;

CounterFamily& AddCounters(prometheus::Registry& registry,
                           const std::string& name, const std::string& help);
GaugeFamily& AddGauges(prometheus::Registry& registry, const std::string& name,
                       const std::string& help);
HistogramFamily& AddHistograms(prometheus::Registry& registry,
                               const std::string& name,
                               const std::string& help);

// The histogram buckets of gRPC's proposal A66, which its dashboards expect:
// latencies in seconds, and sizes in bytes.
const Buckets& LatencyBuckets();
const Buckets& SizeBuckets();

// Buckets for an upstream that is reached over the internet: a millisecond to
// minutes.
const Buckets& UpstreamBuckets();

inline void Observe(prometheus::Histogram& histogram, absl::Duration duration) {
  histogram.Observe(absl::ToDoubleSeconds(duration));
}

}  // namespace backlinks::telemetry

#endif  // BACKLINKS_SERVICE_TELEMETRY_METRIC_FAMILIES_H_
