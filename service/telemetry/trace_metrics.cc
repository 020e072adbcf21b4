#include "service/telemetry/trace_metrics.h"

#include "service/telemetry/metric_families.h"

namespace backlinks::telemetry {

TraceMetrics::TraceMetrics(prometheus::Registry& registry)
    : exported_(AddCounters(registry, "backlinks_trace_spans_exported_total",
                            "Spans that the collector has accepted.")
                    .Add({})),
      dropped_(AddCounters(registry, "backlinks_trace_spans_dropped_total",
                           "Spans that were lost: the collector was away, too "
                           "slow, or did not want them.")
                   .Add({})) {}

void TraceMetrics::OnExported(int64_t spans) {
  exported_.Increment(static_cast<double>(spans));
}

void TraceMetrics::OnDropped(int64_t spans) {
  dropped_.Increment(static_cast<double>(spans));
}

}  // namespace backlinks::telemetry
