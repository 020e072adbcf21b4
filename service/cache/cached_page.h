// A page in memory that answers requests.
#ifndef BACKLINKS_SERVICE_CACHE_CACHED_PAGE_H_
#define BACKLINKS_SERVICE_CACHE_CACHED_PAGE_H_

#include <memory>
#include <string>

#include "absl/time/time.h"
#include "service/cache/memory_limit.h"
#include "service/model/http_message.h"
#include "service/model/steady_time.h"

namespace backlinks::cache {

// A moment by both clocks: the steady one decides about ages, the other one is
// reported.
struct Moment {
  SteadyTime steady = SteadyTime::Now();
  absl::Time wall;
};

struct CachedPage {
  ResponseHead head;  // With CacheOptions::kept_headers only.
  std::string body;   // Decompressed.
  // When the upstream was asked: the body is its content of then or later.
  Moment asked;
  MemoryUse memory;
};

// Immutable, so that calls on all threads share it.
using PagePtr = std::shared_ptr<const CachedPage>;

}  // namespace backlinks::cache

#endif  // BACKLINKS_SERVICE_CACHE_CACHED_PAGE_H_
