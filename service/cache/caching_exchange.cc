#include "service/cache/caching_exchange.h"

#include "boost/asio/any_io_executor.hpp"
#include "boost/asio/this_coro.hpp"
#include "service/cache/cached_response.h"
#include "service/cache/fetch.h"
#include "service/cache/fetch_response.h"
#include "service/cache/page_query.h"
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
  PageQuery query;
  SteadyTime deadline;
};

asio::awaitable<CachingExchange::Response> CachingExchange::Send(
    const HttpRequest& request, SteadyTime deadline, int64_t& attempts) {
  auto query = MakePageQuery(cache_->options, request);
  if (!query) co_return co_await exchange_->Send(request, deadline, attempts);
  const Search search{request, *std::move(query), deadline};
  for (int flight = 0; flight < kMaxFlights; ++flight) {
    auto waiter = std::make_unique<FlightWaiter>(
        cache_->flights, search.query.key, search.query.oldest);
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
      .key = search.query.key,
      .oldest = search.query.oldest,
      .deadline = search.deadline + cache_->options.fetch_grace,
      .only_fresh = search.query.only_fresh || waiter->supersedes()};
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
  if (page == nullptr || page->asked.steady < search.query.oldest) {
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
