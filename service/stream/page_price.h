// The price of one page, by what is known of it. It may outlive the stream.
//
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_STREAM_PAGE_PRICE_H_
#define BACKLINKS_SERVICE_STREAM_PAGE_PRICE_H_

#include <functional>
#include <memory>
#include <utility>

#include "service/dialect/dialect.h"
#include "service/exchange/request_payment.h"
#include "service/model/http_message.h"
#include "service/model/query.h"

namespace backlinks::stream {

class PagePrice {
 public:
  // `dialect` must outlive the object.
  PagePrice(const dialect::Dialect& dialect, std::shared_ptr<const Plan> plan,
            Page page)
      : dialect_(&dialect), plan_(std::move(plan)), page_(std::move(page)) {}

  // With all its rows.
  MilliPrice Max() const;

  // What the head of the response implies: the price that the upstream reports;
  // else that of its number of rows; else the maximum. An error and a page from
  // the upstream's cache are free.
  MilliPrice AtHead(const ResponseHead& head) const;

 private:
  const dialect::Dialect* dialect_;
  std::shared_ptr<const Plan> plan_;
  Page page_;
};

// Returns the payment of the request for a page.
using PaymentMaker = std::function<std::shared_ptr<exchange::RequestPayment>(
    const PagePrice& price)>;

}  // namespace backlinks::stream

#endif  // BACKLINKS_SERVICE_STREAM_PAGE_PRICE_H_
