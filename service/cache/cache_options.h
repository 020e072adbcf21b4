// The options of the cache.
#ifndef BACKLINKS_SERVICE_CACHE_CACHE_OPTIONS_H_
#define BACKLINKS_SERVICE_CACHE_CACHE_OPTIONS_H_

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "service/cache/cached_page.h"
#include "service/common/backoff/backoff.h"
#include "service/model/http_message.h"

namespace backlinks::cache {

// Returns whether a response is worth keeping: a complete page of rows, and no
// error. Called on any thread, with the whole decompressed body.
using PageCheck =
    std::function<bool(const ResponseHead& head, std::string_view body)>;

struct CacheOptions {
  // Identifies the upstream, for example "https://api.ahrefs.com".
  std::string upstream;
  PageCheck is_good;
  // The maximum age of every page. Zero turns the cache off.
  absl::Duration time_to_live = absl::Hours(1);
  size_t max_page_bytes = 8 << 20;     // Decompressed.
  size_t max_memory_bytes = 64 << 20;  // All bodies that are in memory.
  // Headers that are kept with a page, in lower case: those that dialects read.
  std::vector<std::string> kept_headers = {
      "content-type",    "x-api-cache",
      "x-api-rows",      "x-api-units-cost-total-actual",
      "x-results-count", "x-status"};
  // How long others may wait for a page after the deadline of the call that
  // fetches it.
  absl::Duration fetch_grace = absl::Minutes(1);
  // How long a page is still read whose head has arrived, after all calls that
  // waited for it have left: it is paid for. At least half of it.
  absl::Duration finish_timeout = absl::Seconds(10);
  // How long a replica that has died keeps the others from fetching its page.
  absl::Duration lease = absl::Seconds(5);
  // The pauses in which a replica looks for the page of another one.
  BackoffPolicy poll = {absl::Milliseconds(5), absl::Milliseconds(100)};
  // Tests set these.
  std::function<Moment()> now = [] {
    return Moment{SteadyTime::Now(), absl::Now()};
  };
};

}  // namespace backlinks::cache

#endif  // BACKLINKS_SERVICE_CACHE_CACHE_OPTIONS_H_
