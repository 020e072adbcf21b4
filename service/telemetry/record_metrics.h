// What calls did, added up from their records: rows, bytes, pages, price.
//
// Counted at a call's end: what runs for an hour is seen after it.
// Labels:  column, one of the 25 or "other"; reason, that of ErrorInfo, or
//          "none" for an error without one.
// Threads: everything may be called from any thread.
#ifndef BACKLINKS_SERVICE_TELEMETRY_RECORD_METRICS_H_
#define BACKLINKS_SERVICE_TELEMETRY_RECORD_METRICS_H_

#include <vector>

#include "service/telemetry/metric_families.h"
#include "service/model/call_record.h"

namespace backlinks {

class RecordMetrics {
 public:
  // `registry` must outlive this.
  explicit RecordMetrics(prometheus::Registry& registry);

  void OnFinish(const CallRecord& record);

 private:
  void CountFailure(const CallRecord& record);
  void CountMalformed(const CallRecord& record);

  std::vector<prometheus::Counter*> figures_;  // By the table in the source.
  CounterFamily& failed_calls_;
  CounterFamily& malformed_cells_;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_TELEMETRY_RECORD_METRICS_H_
