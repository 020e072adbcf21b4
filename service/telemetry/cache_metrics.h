// Metrics of the cache of upstream pages.
//
// Labels:  bounded by the enums of the observer.
// Threads: every method may be called from any thread.
#ifndef BACKLINKS_SERVICE_TELEMETRY_CACHE_METRICS_H_
#define BACKLINKS_SERVICE_TELEMETRY_CACHE_METRICS_H_

#include "prometheus/counter.h"
#include "prometheus/histogram.h"
#include "prometheus/registry.h"
#include "service/model/cache_observer.h"
#include "service/telemetry/metric_families.h"

namespace backlinks::telemetry {

class CacheMetrics final : public CacheObserver {
 public:
  // `registry` must outlive this.
  explicit CacheMetrics(prometheus::Registry& registry);

  void OnHit(HitSource source) override;
  void OnMiss() override;
  void OnWait(absl::Duration waited) override;
  void OnStored(size_t bytes) override;
  void OnBypass(BypassReason reason) override;
  void OnStateFailure(const absl::Status& error) override;
  void OnBadEntry(const absl::Status& error) override;

 private:
  // The parameters are the families that the members belong to.
  CacheMetrics(CounterFamily& requests, CounterFamily& bypassed,
               CounterFamily& failures, prometheus::Registry& registry);

  prometheus::Counter& hits_;
  prometheus::Counter& shared_;
  prometheus::Counter& misses_;
  prometheus::Counter& too_large_;
  prometheus::Counter& no_memory_;
  prometheus::Counter& not_good_;
  prometheus::Counter& too_old_;
  prometheus::Counter& state_failures_;
  prometheus::Counter& bad_entries_;
  prometheus::Counter& stored_pages_;
  prometheus::Counter& stored_bytes_;
  prometheus::Histogram& waits_;
};

}  // namespace backlinks::telemetry

#endif  // BACKLINKS_SERVICE_TELEMETRY_CACHE_METRICS_H_
