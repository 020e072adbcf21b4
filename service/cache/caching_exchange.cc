#include "service/cache/caching_exchange.h"

#include <algorithm>

#include "boost/asio/any_io_executor.hpp"
#include "boost/asio/this_coro.hpp"
#include "service/cache/cache_key.h"
#include "service/cache/cached_response.h"
#include "service/cache/fetch.h"
#include "service/cache/fetch_response.h"
#include "service/cache/wakeup.h"
#include "service/common/status/status.h"

namespace backlinks::cache {

namespace asio = boost::asio;

namespace {

void CopyAttempts(const FetchStream& stream, const HttpRequest& request) {
  if (request.attempts == nullptr) return;
  request.attempts->insert(request.attempts->end(),
                           stream.attempt_records.begin(),
                           stream.attempt_records.end());
}

}  // namespace

// What one Send looks for.
struct CachingExchange::Search {
  const HttpRequest& request;
  std::string key;
  SteadyTime oldest;
  SteadyTime deadline;
  bool only_fresh;
};

bool CachingExchange::IsCacheable(const HttpRequest& request) const {
  return request.max_cache_age &&
         cache_->options.time_to_live > absl::ZeroDuration();
}

CachingExchange::Search CachingExchange::MakeSearch(const HttpRequest& request,
                                                    SteadyTime deadline) const {
  const CacheOptions& options = cache_->options;
  const absl::Duration max_age = std::clamp(
      *request.max_cache_age, absl::ZeroDuration(), options.time_to_live);
  return {.request = request,
          .key = CacheKey(options.upstream, request),
          .oldest = options.now().steady - max_age,
          .deadline = deadline,
          .only_fresh = max_age == absl::ZeroDuration()};
}

asio::awaitable<CachingExchange::Response> CachingExchange::Send(
    const HttpRequest& request, SteadyTime deadline, int64_t& attempts) {
  if (!IsCacheable(request)) {
    co_return co_await exchange_->Send(request, deadline, attempts);
  }
  const Search search = MakeSearch(request, deadline);
  for (int flight = 0; flight < kMaxFlights; ++flight) {
    auto waiter = std::make_unique<FlightWaiter>(cache_->flights, search.key,
                                                 search.oldest);
    if (waiter->has_owner()) {
      co_return co_await Lead(search, std::move(waiter), attempts);
    }
    Response response = co_await Follow(search, *waiter);
    if (!response.ok() || *response != nullptr) co_return response;
    if (waiter->state() == FlightState::kTooLarge) break;
  }
  cache_->observer.OnMiss();
  co_return co_await exchange_->Send(request, deadline, attempts);
}

asio::awaitable<CachingExchange::Response> CachingExchange::Lead(
    const Search& search, std::unique_ptr<FlightWaiter>&& waiter,
    int64_t& attempts) {
  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  FetchRequest fetch_request{
      .request = search.request,
      .key = search.key,
      .oldest = search.oldest,
      .deadline = search.deadline + cache_->options.fetch_grace,
      .only_fresh = search.only_fresh || waiter->supersedes()};
  const auto fetch = std::make_shared<Fetch>(executor, cache_, exchange_,
                                             std::move(fetch_request));
  fetch->Start(waiter->TakeOwner());
  FetchStream& stream = fetch->stream();
  const absl::Status begun = co_await stream.AwaitHead(search.deadline);
  attempts += stream.attempts;
  CopyAttempts(stream, search.request);
  if (!begun.ok()) co_return begun;
  if (stream.page() != nullptr) {
    co_return Hit(stream.page(), HitSource::kState);
  }
  co_return std::make_unique<FetchResponse>(fetch, std::move(waiter),
                                            search.deadline);
}

asio::awaitable<CachingExchange::Response> CachingExchange::Follow(
    const Search& search, FlightWaiter& waiter) {
  Wakeup wakeup(co_await asio::this_coro::executor);
  waiter.OnChange(wakeup.waker());
  const SteadyTime start = SteadyTime::Now();
  absl::Status waited;
  while (waited.ok() && waiter.state() == FlightState::kOpen) {
    waited = co_await wakeup.Wait(search.deadline);
  }
  cache_->observer.OnWait(SteadyTime::Now() - start);
  if (!waited.ok()) co_return waited;
  const PagePtr page = waiter.page();
  if (page == nullptr || page->asked.steady < search.oldest) {
    co_return nullptr;
  }
  co_return Hit(page, HitSource::kFlight);
}

CachingExchange::Response CachingExchange::Hit(PagePtr page,
                                               HitSource source) const {
  cache_->observer.OnHit(source);
  return std::make_unique<CachedResponse>(std::move(page));
}

}  // namespace backlinks::cache
