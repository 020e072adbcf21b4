// Metrics by caller, and of the callers' file.
//
// Labels:  caller is the name in the callers' file, "anonymous" for calls
//          without one (rejected ones, too), or "other": names that came after
//          the first 1,000, over all versions of the file.
// Threads: everything may be called from any thread.
#ifndef BACKLINKS_SERVICE_TELEMETRY_CALLER_METRICS_H_
#define BACKLINKS_SERVICE_TELEMETRY_CALLER_METRICS_H_

#include <cstdint>
#include <mutex>
#include <set>
#include <string>

#include "absl/time/time.h"
#include "service/model/call_record.h"
#include "service/telemetry/metric_families.h"

namespace backlinks::telemetry {

class CallerMetrics {
 public:
  // `registry` must outlive this.
  explicit CallerMetrics(prometheus::Registry& registry);

  void OnFinish(const CallRecord& record);
  void OnRateWait(const std::string& caller, absl::Duration waited);

  // The callers' file was loaded, and has as many callers.
  void OnFileLoaded(int64_t callers);
  // The callers' file is invalid; the callers stay as they are.
  void OnFileInvalid();

 private:
  std::string LabelOf(const std::string& caller);

  CounterFamily& calls_;
  CounterFamily& rows_;
  CounterFamily& price_;
  CounterFamily& rate_wait_;
  prometheus::Gauge& file_callers_;
  prometheus::Gauge& file_valid_;
  CounterFamily& file_loads_;

  std::mutex mutex_;
  std::set<std::string> names_;  // Those that have a label of their own.
};

}  // namespace backlinks::telemetry

#endif  // BACKLINKS_SERVICE_TELEMETRY_CALLER_METRICS_H_
