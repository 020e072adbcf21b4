// Sums over the records of calls: rows, bytes, pages, price.
//
// A call is counted at its end, so that an hour-long call becomes visible after
// it.
// Labels:  column is one of the 25 or "other"; reason is that of ErrorInfo, or
//          "none" for an error without one.
// Threads: everything may be called from any thread.
#ifndef BACKLINKS_SERVICE_TELEMETRY_RECORD_METRICS_H_
#define BACKLINKS_SERVICE_TELEMETRY_RECORD_METRICS_H_

#include <vector>

#include "service/model/call_record.h"
#include "service/telemetry/metric_families.h"

namespace backlinks::telemetry {

class RecordMetrics {
 public:
  // `registry` must outlive this.
  explicit RecordMetrics(prometheus::Registry& registry);

  void OnFinish(const CallRecord& record);

 private:
  void CountFailure(const CallRecord& record);
  void CountMalformed(const CallRecord& record);

  // Indexed as the table in the source.
  std::vector<prometheus::Counter*> figures_;
  CounterFamily& failed_calls_;
  CounterFamily& malformed_cells_;
};

}  // namespace backlinks::telemetry

#endif  // BACKLINKS_SERVICE_TELEMETRY_RECORD_METRICS_H_
