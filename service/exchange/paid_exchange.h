// Lets HttpRequest::payment pay for each attempt of a request. Hence
// RetryingExchange must wrap this one, not the reverse. RateLimitedExchange is
// wrapped by it, so that a request without budget fails before it waits.
//
// Errors:  those of the payment, before anything is sent; those of the wrapped
//          exchange.
// Threads, cancel: those of the wrapped exchange and of the payment.
#ifndef BACKLINKS_SERVICE_EXCHANGE_PAID_EXCHANGE_H_
#define BACKLINKS_SERVICE_EXCHANGE_PAID_EXCHANGE_H_

#include <memory>
#include <utility>

#include "service/exchange/http_exchange.h"

namespace backlinks::exchange {

class PaidExchange final : public HttpExchange {
 public:
  explicit PaidExchange(std::unique_ptr<HttpExchange> exchange)
      : exchange_(std::move(exchange)) {}

  boost::asio::awaitable<absl::StatusOr<std::unique_ptr<HttpResponse>>> Send(
      const HttpRequest& request, SteadyTime deadline,
      int64_t& attempts) override;

 private:
  const std::unique_ptr<HttpExchange> exchange_;
};

}  // namespace backlinks::exchange

#endif  // BACKLINKS_SERVICE_EXCHANGE_PAID_EXCHANGE_H_
