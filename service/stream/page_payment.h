// The payment of the open page: reserved before its request, and settled when
// its price is known.
//
// Unanswered: the upstream may charge for a request that it received, although
//          its response did not arrive. Such a request counts with its maximum
//          price, in addition to that of the page.
// Order:   Reserve; OnAttempts, if that succeeded; Settle, in any case.
// Errors, threads, cancel: as PriceReserver.
#ifndef BACKLINKS_SERVICE_STREAM_PAGE_PAYMENT_H_
#define BACKLINKS_SERVICE_STREAM_PAGE_PAYMENT_H_

#include <vector>

#include "absl/status/status.h"
#include "boost/asio/awaitable.hpp"
#include "service/model/http_message.h"
#include "service/model/query.h"
#include "service/stream/price_reserver.h"

namespace backlinks::stream {

class PagePayment {
 public:
  // `reserver` must outlive the object. Null: nothing is reserved.
  explicit PagePayment(PriceReserver* reserver) : reserver_(reserver) {}

  boost::asio::awaitable<absl::Status> Reserve(MilliPrice max_price);
  // The request has ended, with these attempts.
  void OnAttempts(const std::vector<HttpAttempt>& attempts);
  void Settle(MilliPrice page_price);

 private:
  PriceReserver* const reserver_;
  MilliPrice reserved_ = 0;
  MilliPrice unanswered_ = 0;
};

}  // namespace backlinks::stream

#endif  // BACKLINKS_SERVICE_STREAM_PAGE_PAYMENT_H_
