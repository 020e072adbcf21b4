// Reports each request to an observer, with the status of the response, or 0 if
// there was none, and its latency. A request that the call cancelled is not
// reported, because it is no failure of the upstream. Also records every
// attempt in HttpRequest::attempts if that is set.
//
// Errors, threads, cancel: those of the wrapped exchange.
#ifndef BACKLINKS_SERVICE_EXCHANGE_OBSERVED_EXCHANGE_H_
#define BACKLINKS_SERVICE_EXCHANGE_OBSERVED_EXCHANGE_H_

#include <memory>
#include <utility>

#include "service/exchange/http_exchange.h"
#include "service/model/upstream_observer.h"

namespace backlinks::exchange {

class ObservedExchange final : public HttpExchange {
 public:
  // `observer` must outlive the exchange.
  ObservedExchange(std::unique_ptr<HttpExchange> exchange,
                   UpstreamObserver& observer)
      : exchange_(std::move(exchange)), observer_(observer) {}

  boost::asio::awaitable<absl::StatusOr<std::unique_ptr<HttpResponse>>> Send(
      const HttpRequest& request, SteadyTime deadline,
      int64_t& attempts) override;

 private:
  std::unique_ptr<HttpExchange> exchange_;
  UpstreamObserver& observer_;
};

}  // namespace backlinks::exchange

#endif  // BACKLINKS_SERVICE_EXCHANGE_OBSERVED_EXCHANGE_H_
