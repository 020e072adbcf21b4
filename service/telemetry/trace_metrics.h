// Counts the outcomes of this server's spans.
//
// Threads: everything may be called from any thread.
#ifndef BACKLINKS_SERVICE_TELEMETRY_TRACE_METRICS_H_
#define BACKLINKS_SERVICE_TELEMETRY_TRACE_METRICS_H_

#include <cstdint>

#include "prometheus/counter.h"
#include "prometheus/registry.h"
#include "service/telemetry/span_counters.h"

namespace backlinks::telemetry {

class TraceMetrics final : public SpanCounters {
 public:
  // `registry` must outlive this.
  explicit TraceMetrics(prometheus::Registry& registry);

  void OnExported(int64_t spans) override;
  void OnDropped(int64_t spans) override;

 private:
  prometheus::Counter& exported_;
  prometheus::Counter& dropped_;
};

}  // namespace backlinks::telemetry

#endif  // BACKLINKS_SERVICE_TELEMETRY_TRACE_METRICS_H_
