#include "service/telemetry/cache_metrics.h"

namespace backlinks::telemetry {

CacheMetrics::CacheMetrics(prometheus::Registry& registry)
    : CacheMetrics(
          AddCounters(registry, "backlinks_cache_requests_total",
                      "Requests for pages that may be cached: answered by a "
                      "stored page (hit), by the page of a request at the same "
                      "time (shared), or by the upstream (miss)."),
          AddCounters(registry, "backlinks_cache_bypassed_pages_total",
                      "Pages that were fetched, but not stored, by reason."),
          AddCounters(registry, "backlinks_cache_failures_total",
                      "Operations of the shared state that failed (state), and "
                      "stored pages that could not be read (entry)."),
          registry) {}

CacheMetrics::CacheMetrics(CounterFamily& requests, CounterFamily& bypassed,
                           CounterFamily& failures,
                           prometheus::Registry& registry)
    : hits_(requests.Add({{"result", "hit"}})),
      shared_(requests.Add({{"result", "shared"}})),
      misses_(requests.Add({{"result", "miss"}})),
      too_large_(bypassed.Add({{"reason", "too_large"}})),
      no_memory_(bypassed.Add({{"reason", "memory"}})),
      not_good_(bypassed.Add({{"reason", "not_good"}})),
      too_old_(bypassed.Add({{"reason", "too_old"}})),
      state_failures_(failures.Add({{"cause", "state"}})),
      bad_entries_(failures.Add({{"cause", "entry"}})),
      stored_pages_(AddCounters(registry, "backlinks_cache_stored_pages_total",
                                "Pages that were stored.")
                        .Add({})),
      stored_bytes_(AddCounters(registry, "backlinks_cache_stored_bytes_total",
                                "Bytes of pages that were stored, compressed.")
                        .Add({})),
      waits_(AddHistograms(registry, "backlinks_cache_wait_seconds",
                           "How long calls waited for the page of another "
                           "call.")
                 .Add({}, UpstreamBuckets())) {}

void CacheMetrics::OnHit(HitSource source) {
  const bool is_stored = source == HitSource::kState;
  (is_stored ? hits_ : shared_).Increment();
}

void CacheMetrics::OnMiss() { misses_.Increment(); }

void CacheMetrics::OnWait(absl::Duration waited) { Observe(waits_, waited); }

void CacheMetrics::OnStored(size_t bytes) {
  stored_pages_.Increment();
  stored_bytes_.Increment(static_cast<double>(bytes));
}

void CacheMetrics::OnBypass(BypassReason reason) {
  switch (reason) {
    case BypassReason::kTooLarge:
      return too_large_.Increment();
    case BypassReason::kMemory:
      return no_memory_.Increment();
    case BypassReason::kNotGood:
      return not_good_.Increment();
    case BypassReason::kTooOld:
      return too_old_.Increment();
  }
}

void CacheMetrics::OnStateFailure(const absl::Status& /*error*/) {
  state_failures_.Increment();
}

void CacheMetrics::OnBadEntry(const absl::Status& /*error*/) {
  bad_entries_.Increment();
}

}  // namespace backlinks::telemetry
