// Receives the events of the cache of upstream pages, for metrics.
//
// Every method does nothing by default; an observer overrides those it needs.
// Threads: every method may be called from any thread, at the same time.
#ifndef BACKLINKS_SERVICE_MODEL_CACHE_OBSERVER_H_
#define BACKLINKS_SERVICE_MODEL_CACHE_OBSERVER_H_

#include <cstddef>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace backlinks {

enum class HitSource {
  kState,   // Stored in the shared state.
  kFlight,  // Fetched for another call of this process at the same time.
};

// Why a page was fetched but not kept.
enum class BypassReason {
  kTooLarge,  // cache::CacheOptions::max_page_bytes.
  kMemory,    // cache::CacheOptions::max_memory_bytes.
  kNotGood,   // Not a complete page of rows, such as an error.
  kTooOld,    // It took longer than the time to live.
};

class CacheObserver {
 public:
  virtual ~CacheObserver() = default;

  // An observer that ignores everything.
  static CacheObserver& None() {
    static CacheObserver none;
    return none;
  }

  // Reports a call that a cached page answers.
  virtual void OnHit(HitSource /*source*/) {}
  // Reports a request to the upstream, because no page could be used.
  virtual void OnMiss() {}
  // Reports that a call waited for the page of another call, of this process or
  // of another replica.
  virtual void OnWait(absl::Duration /*waited*/) {}
  // Reports an entry in the shared state, with its bytes there.
  virtual void OnStored(size_t /*bytes*/) {}
  virtual void OnBypass(BypassReason /*reason*/) {}
  // Reports an operation of the shared state that failed.
  virtual void OnStateFailure(const absl::Status& /*error*/) {}
  // Reports an entry of the shared state that is damaged or too large.
  virtual void OnBadEntry(const absl::Status& /*error*/) {}
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_MODEL_CACHE_OBSERVER_H_
