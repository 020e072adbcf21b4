// The payment of one request by its caller, within the caller's budget.
//
// Errors:  CALLER_BUDGET with QuotaFailure, and RetryInfo with the time until
//          the budget resets; STATE_UNAVAILABLE; CANCELLED.
// Threads: one executor, that of the call.
#ifndef BACKLINKS_SERVICE_RPC_CALLER_PAYMENT_H_
#define BACKLINKS_SERVICE_RPC_CALLER_PAYMENT_H_

#include <memory>
#include <optional>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "boost/asio/any_io_executor.hpp"
#include "boost/asio/awaitable.hpp"
#include "service/access/access_control.h"
#include "service/accounting/budget_book.h"
#include "service/exchange/request_payment.h"
#include "service/stream/page_price.h"

namespace backlinks::rpc {

class CallerPayment final : public exchange::RequestPayment {
 public:
  // `book` must outlive the object, and what it has begun.
  CallerPayment(boost::asio::any_io_executor executor,
                accounting::BudgetBook& book,
                std::shared_ptr<const access::Caller> caller,
                stream::PagePrice price);
  ~CallerPayment() override;
  CallerPayment(const CallerPayment&) = delete;
  CallerPayment& operator=(const CallerPayment&) = delete;

  boost::asio::awaitable<absl::Status> Reserve() override;
  void OnHead(const ResponseHead& head) override;
  void SetPrice(MilliPrice price) override { paid_ = price; }

 private:
  void Settle();

  const boost::asio::any_io_executor executor_;
  accounting::BudgetBook& book_;
  const std::shared_ptr<const access::Caller> caller_;
  const stream::PagePrice price_;
  std::optional<accounting::ReservedPrice> reserved_;  // Of this attempt.
  MilliPrice paid_ = 0;
};

// Returns CALLER_BUDGET: at `now`, a request that costs `price` is over budget.
absl::Status OverBudgetError(const accounting::OverBudget& over,
                             MilliPrice price, absl::Time now);

// Returns the error of a call for an error of the shared state, whose text
// remains in the log.
absl::Status StateError(const absl::Status& error);

}  // namespace backlinks::rpc

#endif  // BACKLINKS_SERVICE_RPC_CALLER_PAYMENT_H_
