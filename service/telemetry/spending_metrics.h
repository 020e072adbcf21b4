// Metrics of what each caller has spent in this day and month, and of its
// budgets.
//
// Labels:  caller is the name in the callers' file, or "anonymous" for calls
//          without one; period is "day" or "month".
// Threads: one at a time.
#ifndef BACKLINKS_SERVICE_TELEMETRY_SPENDING_METRICS_H_
#define BACKLINKS_SERVICE_TELEMETRY_SPENDING_METRICS_H_

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "service/model/query.h"
#include "service/telemetry/metric_families.h"

namespace backlinks::telemetry {

struct SpendingSample {
  std::string caller;  // Empty for calls without one.
  std::string period;
  MilliPrice spent = 0;
  std::optional<MilliPrice> budget;  // Empty: no limit, and no series of it.
};

class SpendingMetrics {
 public:
  // `registry` must outlive this.
  explicit SpendingMetrics(prometheus::Registry& registry);

  // Replaces all series by those of the samples.
  void Set(const std::vector<SpendingSample>& samples);

 private:
  using Key = std::pair<std::string, std::string>;  // Caller and period.

  // A family, and its series.
  class Gauges {
   public:
    explicit Gauges(GaugeFamily& family) : family_(family) {}
    void Replace(const std::map<Key, double>& values);

   private:
    GaugeFamily& family_;
    std::map<Key, prometheus::Gauge*> series_;
  };

  Gauges spent_;
  Gauges budget_;
};

}  // namespace backlinks::telemetry

#endif  // BACKLINKS_SERVICE_TELEMETRY_SPENDING_METRICS_H_
