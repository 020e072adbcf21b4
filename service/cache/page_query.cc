#include "service/cache/page_query.h"

#include <algorithm>

#include "service/cache/cache_key.h"

namespace backlinks::cache {

std::optional<PageQuery> MakePageQuery(const CacheOptions& options,
                                       const HttpRequest& request) {
  if (!request.max_cache_age || options.time_to_live <= absl::ZeroDuration()) {
    return std::nullopt;
  }
  const absl::Duration max_age = std::clamp(
      *request.max_cache_age, absl::ZeroDuration(), options.time_to_live);
  return PageQuery{.key = CacheKey(options.upstream, request),
                   .oldest = options.now().steady - max_age,
                   .only_fresh = max_age == absl::ZeroDuration()};
}

boost::asio::awaitable<std::optional<absl::Time>> FindCachedTime(
    PageCache& cache, const HttpRequest& request) {
  const auto query = MakePageQuery(cache.options, request);
  if (!query || query->only_fresh) co_return std::nullopt;
  const PageStore::Lookup found =
      co_await cache.store.Find(query->key, query->oldest);
  if (found.page == nullptr) co_return std::nullopt;
  co_return found.page->asked.wall;
}

}  // namespace backlinks::cache
