// The response for the call that began a fetch: what the upstream sends, as it
// comes. Contract: HttpResponse.
#ifndef BACKLINKS_SERVICE_CACHE_FETCH_RESPONSE_H_
#define BACKLINKS_SERVICE_CACHE_FETCH_RESPONSE_H_

#include <memory>
#include <utility>

#include "service/cache/fetch.h"
#include "service/cache/flight_table.h"
#include "service/exchange/http_exchange.h"

namespace backlinks::cache {

class FetchResponse final : public exchange::HttpResponse {
 public:
  // The fetch must have a head. `waiter` keeps it from being abandoned.
  FetchResponse(std::shared_ptr<Fetch> fetch,
                std::unique_ptr<FlightWaiter> waiter, SteadyTime deadline)
      : fetch_(std::move(fetch)),
        waiter_(std::move(waiter)),
        deadline_(deadline) {}

  const ResponseHead& head() const override { return fetch_->stream().head(); }
  boost::asio::awaitable<absl::StatusOr<std::string_view>> Read() override;
  int64_t received_bytes() const override {
    return fetch_->stream().received_bytes;
  }
  bool ended_by_close() const override {
    return fetch_->stream().ended_by_close;
  }

 private:
  const std::shared_ptr<Fetch> fetch_;
  std::unique_ptr<FlightWaiter> waiter_;
  const SteadyTime deadline_;
};

}  // namespace backlinks::cache

#endif  // BACKLINKS_SERVICE_CACHE_FETCH_RESPONSE_H_
