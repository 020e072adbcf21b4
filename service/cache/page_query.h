// What a request that may be cached looks for.
//
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_CACHE_PAGE_QUERY_H_
#define BACKLINKS_SERVICE_CACHE_PAGE_QUERY_H_

#include <optional>
#include <string>

#include "absl/time/time.h"
#include "boost/asio/awaitable.hpp"
#include "service/cache/page_cache.h"
#include "service/model/http_message.h"
#include "service/model/steady_time.h"

namespace backlinks::cache {

struct PageQuery {
  std::string key;
  SteadyTime oldest;  // The upstream was asked for the page then or later.
  bool only_fresh = false;
};

// Empty if the request is not to be cached.
std::optional<PageQuery> MakePageQuery(const CacheOptions& options,
                                       const HttpRequest& request);

// Returns the time of the page that would answer the request now. Empty if the
// upstream would be asked, or the state is unavailable. Cancel: as PageStore.
boost::asio::awaitable<std::optional<absl::Time>> FindCachedTime(
    PageCache& cache, const HttpRequest& request);

}  // namespace backlinks::cache

#endif  // BACKLINKS_SERVICE_CACHE_PAGE_QUERY_H_
