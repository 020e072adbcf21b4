// Counts the outcomes of spans.
//
// Threads: every method may be called from any thread, at the same time.
#ifndef BACKLINKS_SERVICE_TELEMETRY_SPAN_COUNTERS_H_
#define BACKLINKS_SERVICE_TELEMETRY_SPAN_COUNTERS_H_

#include <cstdint>

namespace backlinks::telemetry {

class SpanCounters {
 public:
  virtual ~SpanCounters() = default;

  // Each span is counted in one of these: exported to the collector, or
  // dropped.
  virtual void OnExported(int64_t spans) = 0;
  virtual void OnDropped(int64_t spans) = 0;
};

}  // namespace backlinks::telemetry

#endif  // BACKLINKS_SERVICE_TELEMETRY_SPAN_COUNTERS_H_
