// The account of one call's caller: reserves prices within its budget.
//
// Errors:  CALLER_BUDGET with QuotaFailure, and RetryInfo with the time until
//          the budget resets; STATE_UNAVAILABLE; CANCELLED.
// Threads: one executor, that of the call.
#ifndef BACKLINKS_SERVICE_RPC_CALLER_ACCOUNT_H_
#define BACKLINKS_SERVICE_RPC_CALLER_ACCOUNT_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "boost/asio/any_io_executor.hpp"
#include "boost/asio/awaitable.hpp"
#include "service/access/access_control.h"
#include "service/accounting/budget_book.h"
#include "service/stream/price_reserver.h"

namespace backlinks::rpc {

class CallerAccount final : public stream::PriceReserver {
 public:
  // `book` and `caller` must outlive the object; `book` also what Settle has
  // begun.
  CallerAccount(boost::asio::any_io_executor executor,
                accounting::BudgetBook& book, const access::Caller& caller);

  boost::asio::awaitable<absl::Status> Reserve(MilliPrice price) override;
  void Settle(MilliPrice paid) override;

 private:
  const boost::asio::any_io_executor executor_;
  accounting::BudgetBook& book_;
  const access::Caller& caller_;
  accounting::ReservedPrice reserved_;
};

// Returns CALLER_BUDGET: at `now`, a request that costs `price` is over budget.
absl::Status OverBudgetError(const accounting::OverBudget& over,
                             MilliPrice price, absl::Time now);

// Returns the error of a call for an error of the shared state, whose text
// remains in the log.
absl::Status StateError(const absl::Status& error);

}  // namespace backlinks::rpc

#endif  // BACKLINKS_SERVICE_RPC_CALLER_ACCOUNT_H_
