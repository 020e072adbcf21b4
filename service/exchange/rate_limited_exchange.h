// Keeps the requests to an upstream below its limit, by waiting.
//
// Counted: every request that the exchange below puts on the wire. So it sits
//          below RetryingExchange.
// Errors:  those of the exchange; UPSTREAM_RATE, with the wait as its retry
//          delay, where the turn would come after the deadline: at once, and
//          nothing is sent.
// Threads: one executor; the limiter may be shared by exchanges on others.
// Cancel:  ends the wait too, and gives the turn to somebody else.
#ifndef BACKLINKS_SERVICE_EXCHANGE_RATE_LIMITED_EXCHANGE_H_
#define BACKLINKS_SERVICE_EXCHANGE_RATE_LIMITED_EXCHANGE_H_

#include <memory>
#include <utility>

#include "service/exchange/http_exchange.h"
#include "service/exchange/rate_limiter.h"
#include "service/model/upstream_observer.h"

namespace backlinks {

class RateLimitedExchange final : public HttpExchange {
 public:
  // `limiter` and `observer`, who hears of waits, must outlive the exchange.
  RateLimitedExchange(std::unique_ptr<HttpExchange> exchange,
                      RateLimiter& limiter,
                      UpstreamObserver& observer = UpstreamObserver::None())
      : exchange_(std::move(exchange)),
        limiter_(limiter),
        observer_(observer) {}

  boost::asio::awaitable<absl::StatusOr<std::unique_ptr<HttpResponse>>> Send(
      const HttpRequest& request, absl::Time deadline,
      int64_t& attempts) override;

 private:
  boost::asio::awaitable<absl::Status> WaitFor(
      const RateLimiter::Reservation& reservation);
  // After `sent` requests went out in one turn.
  void Reconcile(const RateLimiter::Reservation& reservation, int64_t sent);

  std::unique_ptr<HttpExchange> exchange_;
  RateLimiter& limiter_;
  UpstreamObserver& observer_;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_EXCHANGE_RATE_LIMITED_EXCHANGE_H_
