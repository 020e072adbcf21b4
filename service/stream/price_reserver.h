// The interface to the account of a call's caller.
#ifndef BACKLINKS_SERVICE_STREAM_PRICE_RESERVER_H_
#define BACKLINKS_SERVICE_STREAM_PRICE_RESERVER_H_

#include "absl/status/status.h"
#include "boost/asio/awaitable.hpp"
#include "service/model/query.h"

namespace backlinks::stream {

// Reserves the maximum price of one upstream request before it is sent, and
// settles it to the real one. One request at a time.
class PriceReserver {
 public:
  virtual ~PriceReserver() = default;

  // Reserves `price`, above 0. Unless this fails, Settle must be called once.
  // If it is never called, the price counts as spent.
  // Errors: CALLER_BUDGET, STATE_UNAVAILABLE, CANCELLED.
  // Cancel: terminal. The coroutine must have throw_if_cancelled(false).
  virtual boost::asio::awaitable<absl::Status> Reserve(MilliPrice price) = 0;

  // Replaces the reserved price by the one that was paid, which may be higher.
  // Returns at once, also in a call that was cancelled.
  virtual void Settle(MilliPrice paid) = 0;
};

}  // namespace backlinks::stream

#endif  // BACKLINKS_SERVICE_STREAM_PRICE_RESERVER_H_
