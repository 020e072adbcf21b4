// What the metrics of this service are made of: families of prometheus-cpp,
// registered in one line each.
//
// Life:    the registry owns what is returned.
// Threads: a family's and a metric's methods may be called from any thread.
#ifndef BACKLINKS_SERVICE_TELEMETRY_METRIC_FAMILIES_H_
#define BACKLINKS_SERVICE_TELEMETRY_METRIC_FAMILIES_H_

#include <string>

#include "absl/time/time.h"
#include "prometheus/counter.h"
#include "prometheus/family.h"
#include "prometheus/gauge.h"
#include "prometheus/histogram.h"
#include "prometheus/registry.h"

namespace backlinks {

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

// The buckets that gRPC's proposal A66 gives its histograms, so that its
// dashboards fit: of latencies in seconds, and of sizes in bytes.
const Buckets& LatencyBuckets();
const Buckets& SizeBuckets();

// Of what an upstream at the other end of the internet needs: a millisecond to
// minutes.
const Buckets& UpstreamBuckets();

inline void Observe(prometheus::Histogram& histogram, absl::Duration duration) {
  histogram.Observe(absl::ToDoubleSeconds(duration));
}

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_TELEMETRY_METRIC_FAMILIES_H_
