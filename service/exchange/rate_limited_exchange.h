// Keeps the rate of requests to an upstream below its limit, by waiting.
//
// Counted: each request that the wrapped exchange puts on the wire. Hence
//          RetryingExchange must wrap this one, not the reverse.
// Errors:  those of the wrapped exchange; UPSTREAM_RATE, with the wait as its
//          retry delay, if the slot is after the deadline: reported at once,
//          and nothing is sent.
// Threads: one executor; the limiter may be shared by exchanges on others.
// Cancel:  also ends the wait, and releases the slot.
#ifndef BACKLINKS_SERVICE_EXCHANGE_RATE_LIMITED_EXCHANGE_H_
#define BACKLINKS_SERVICE_EXCHANGE_RATE_LIMITED_EXCHANGE_H_

#include <memory>
#include <utility>

#include "service/exchange/http_exchange.h"
#include "service/exchange/rate_limiter.h"
#include "service/model/upstream_observer.h"

namespace backlinks::exchange {

class RateLimitedExchange final : public HttpExchange {
 public:
  // `limiter` and `observer`, which receives the waits, must outlive the
  // exchange.
  RateLimitedExchange(std::unique_ptr<HttpExchange> exchange,
                      RateLimiter& limiter,
                      UpstreamObserver& observer = UpstreamObserver::None())
      : exchange_(std::move(exchange)),
        limiter_(limiter),
        observer_(observer) {}

  boost::asio::awaitable<absl::StatusOr<std::unique_ptr<HttpResponse>>> Send(
      const HttpRequest& request, SteadyTime deadline,
      int64_t& attempts) override;

 private:
  boost::asio::awaitable<absl::Status> WaitFor(
      const RateLimiter::Reservation& reservation);
  // Corrects the limiter after `sent` requests were sent with one reservation.
  void Reconcile(const RateLimiter::Reservation& reservation, int64_t sent);

  std::unique_ptr<HttpExchange> exchange_;
  RateLimiter& limiter_;
  UpstreamObserver& observer_;
};

}  // namespace backlinks::exchange

#endif  // BACKLINKS_SERVICE_EXCHANGE_RATE_LIMITED_EXCHANGE_H_
