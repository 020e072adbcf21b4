// Keeps the rate of requests to an upstream below its limit, by waiting. The
// callers of the requests (HttpRequest::caller) share the rate fairly.
//
// Counted: each request that the wrapped exchange puts on the wire. Hence
//          RetryingExchange must wrap this one, not the reverse.
// Errors:  those of the wrapped exchange; UPSTREAM_RATE, with the wait as its
//          retry delay, if the permit would be granted after the deadline:
//          nothing is sent. Reported at once; or later, if requests of other
//          callers that come meanwhile have their turn before this one.
// Threads: one executor; the limiter may be shared by exchanges on others.
// Cancel:  also ends the wait, and leaves the queue.
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
  // `observer`, which receives the waits, must outlive the exchange. Requests
  // that wait when their executor is destroyed need the limiter only.
  RateLimitedExchange(std::unique_ptr<HttpExchange> exchange,
                      std::shared_ptr<RateLimiter> limiter,
                      UpstreamObserver& observer = UpstreamObserver::None())
      : exchange_(std::move(exchange)),
        limiter_(std::move(limiter)),
        observer_(observer) {}

  boost::asio::awaitable<absl::StatusOr<std::unique_ptr<HttpResponse>>> Send(
      const HttpRequest& request, SteadyTime deadline,
      int64_t& attempts) override;

 private:
  // Returns when the permit is granted, or reports why it will not be used.
  boost::asio::awaitable<absl::Status> WaitFor(PermitRequest& permit,
                                               SteadyTime deadline);

  std::unique_ptr<HttpExchange> exchange_;
  const std::shared_ptr<RateLimiter> limiter_;
  UpstreamObserver& observer_;
};

}  // namespace backlinks::exchange

#endif  // BACKLINKS_SERVICE_EXCHANGE_RATE_LIMITED_EXCHANGE_H_
