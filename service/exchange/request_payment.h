// The interface to the account that pays for one request.
#ifndef BACKLINKS_SERVICE_EXCHANGE_REQUEST_PAYMENT_H_
#define BACKLINKS_SERVICE_EXCHANGE_REQUEST_PAYMENT_H_

#include "absl/status/status.h"
#include "boost/asio/awaitable.hpp"
#include "service/model/http_message.h"
#include "service/model/query.h"

namespace backlinks::exchange {

// Each attempt of the request is reserved at its highest price before it is
// sent, and settled to its real one: by the next Reserve, or when the object is
// destroyed, so by the last of those who send and read the request. The
// reservation of an attempt that cost nothing serves the next one.
//
// Order:   Reserve; if it succeeded, the other methods whenever more is known
//          of the price. Without them it remains the highest one: the upstream
//          may charge for a request that got no response.
// Threads: one executor, on which it is destroyed, too.
class RequestPayment {
 public:
  virtual ~RequestPayment() = default;

  // Errors: CALLER_BUDGET, STATE_UNAVAILABLE, CANCELLED.
  // Cancel: terminal. The coroutine must have throw_if_cancelled(false).
  virtual boost::asio::awaitable<absl::Status> Reserve() = 0;

  // The head of the response arrived: the price is what it implies.
  virtual void OnHead(const ResponseHead& head) = 0;

  // Sets the price of the attempt, which may be above the reserved one.
  virtual void SetPrice(MilliPrice price) = 0;
};

}  // namespace backlinks::exchange

#endif  // BACKLINKS_SERVICE_EXCHANGE_REQUEST_PAYMENT_H_
