// Who counts what becomes of spans.
//
// Threads: every method may be called from any thread, at the same time.
#ifndef BACKLINKS_SERVICE_TELEMETRY_SPAN_COUNTERS_H_
#define BACKLINKS_SERVICE_TELEMETRY_SPAN_COUNTERS_H_

#include <cstdint>

namespace backlinks {

class SpanCounters {
 public:
  virtual ~SpanCounters() = default;

  // Every span ends in one of them: the collector has taken it, or nobody
  // ever will.
  virtual void OnExported(int64_t spans) = 0;
  virtual void OnDropped(int64_t spans) = 0;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_TELEMETRY_SPAN_COUNTERS_H_
