// Answers requests from the cache, so that the upstream is paid once for a
// page.
//
// Cached:  requests with a max_cache_age. All others pass unchanged.
// Hit:     a page that the upstream was asked for at most max_cache_age before
//          the request came, and at most CacheOptions::time_to_live. The
//          response's cached_at() is set, and nothing counts as an attempt.
// Miss:    exactly one Send of the wrapped exchange, for all requests for the
//          same page at that time, in this process and in other replicas
//          (fetch.h). The first request receives its response as it comes; the
//          others wait for the whole page. If it fails, one of them takes over.
//          After kMaxFlights failed ones, each sends its own request.
// Zero:    a max_cache_age of zero shares only a request that is not sent yet.
// Kept:    only a page that was read to its end and passes the check.
// Errors:  those of the wrapped exchange; DEADLINE and CANCELLED. The cache and
//          the state add none: without them requests pass.
// Threads: one executor for each exchange. They share the PageCache.
// Cancel:  and destroying a response: as the wrapped exchange, unless others
//          wait for the page, or its head has arrived: then it is read to its
//          end, and kept.
#ifndef BACKLINKS_SERVICE_CACHE_CACHING_EXCHANGE_H_
#define BACKLINKS_SERVICE_CACHE_CACHING_EXCHANGE_H_

#include <memory>
#include <string>
#include <utility>

#include "service/cache/flight_table.h"
#include "service/cache/page_cache.h"
#include "service/exchange/http_exchange.h"

namespace backlinks::cache {

inline constexpr int kMaxFlights = 3;

class CachingExchange final : public exchange::HttpExchange {
 public:
  // The wrapped exchange lives until the last fetch has ended or its executor
  // is destroyed, and so must whatever it refers to.
  CachingExchange(std::unique_ptr<exchange::HttpExchange> exchange,
                  std::shared_ptr<PageCache> cache)
      : exchange_(std::move(exchange)), cache_(std::move(cache)) {}

  boost::asio::awaitable<
      absl::StatusOr<std::unique_ptr<exchange::HttpResponse>>>
  Send(const HttpRequest& request, SteadyTime deadline,
       int64_t& attempts) override;

 private:
  using Response = absl::StatusOr<std::unique_ptr<exchange::HttpResponse>>;
  struct Search;

  boost::asio::awaitable<Response> Lead(const Search& search,
                                        std::unique_ptr<FlightWaiter>&& waiter,
                                        int64_t& attempts);
  // Returns null if the flight has no page for this request.
  boost::asio::awaitable<Response> Follow(const Search& search,
                                          FlightWaiter& waiter);
  Response Hit(PagePtr page, HitSource source) const;

  const std::shared_ptr<exchange::HttpExchange> exchange_;
  const std::shared_ptr<PageCache> cache_;
};

}  // namespace backlinks::cache

#endif  // BACKLINKS_SERVICE_CACHE_CACHING_EXCHANGE_H_
