#include "service/config/flags_cache.h"

#include "absl/time/time.h"
#include "service/config/flag_setters.h"

namespace backlinks::config {
namespace {

constexpr absl::Duration kPaidUpstreamTtl = absl::Hours(1);

// What the shared state can store as one value.
constexpr int64_t kMaxPageBytes = 16 << 20;

}  // namespace

std::vector<Flag> CacheFlags() {
  return {
      DurationFlag(
          "cache_ttl",
          "Maximum age of the upstream's pages that are returned again from "
          "the cache, at no cost. It is in the state (--state). 0: no cache. "
          "Default: 1h; 0 for the embedded upstream",
          absl::ZeroDuration(), absl::Hours(8760), &Options::cache_ttl),
      SizeFlag("cache_bytes",
               "Maximum size of all cached pages together, compressed; the "
               "oldest are removed first",
               {1 << 20, int64_t{1} << 40}, &Options::cache_bytes),
      SizeFlag("cache_max_page_bytes",
               "Maximum size of a page that is cached, as JSON. Larger ones "
               "are returned, but not kept",
               {1 << 10, kMaxPageBytes}, &Options::cache_max_page_bytes)};
}

void CompleteCache(Options& options) {
  if (options.cache_ttl) return;
  options.cache_ttl =
      options.is_embedded() ? absl::ZeroDuration() : kPaidUpstreamTtl;
}

}  // namespace backlinks::config
