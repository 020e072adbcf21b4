// Counts the events of a cache.
#ifndef BACKLINKS_TESTS_CACHE_COUNTING_OBSERVER_H_
#define BACKLINKS_TESTS_CACHE_COUNTING_OBSERVER_H_

#include <atomic>
#include <cstddef>

#include "service/model/cache_observer.h"

namespace backlinks::cache::testing_cache {

class CountingObserver final : public CacheObserver {
 public:
  void OnHit(HitSource source) override {
    ++(source == HitSource::kState ? state_hits : flight_hits);
  }
  void OnMiss() override { ++misses; }
  void OnWait(absl::Duration) override { ++waits; }
  void OnStored(size_t bytes) override {
    ++stored;
    stored_bytes += bytes;
  }
  void OnBypass(BypassReason reason) override {
    ++bypasses;
    last_bypass = reason;
  }
  void OnStateFailure(const absl::Status&) override { ++state_failures; }
  void OnBadEntry(const absl::Status&) override { ++bad_entries; }

  std::atomic<int> state_hits = 0;
  std::atomic<int> flight_hits = 0;
  std::atomic<int> misses = 0;
  std::atomic<int> waits = 0;
  std::atomic<int> stored = 0;
  std::atomic<size_t> stored_bytes = 0;
  std::atomic<int> bypasses = 0;
  std::atomic<BypassReason> last_bypass = BypassReason::kMemory;
  std::atomic<int> state_failures = 0;
  std::atomic<int> bad_entries = 0;
};

}  // namespace backlinks::cache::testing_cache

#endif  // BACKLINKS_TESTS_CACHE_COUNTING_OBSERVER_H_
