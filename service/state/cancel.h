// Whether a coroutine was cancelled, for implementations of SharedState.
#ifndef BACKLINKS_SERVICE_STATE_CANCEL_H_
#define BACKLINKS_SERVICE_STATE_CANCEL_H_

#include "boost/asio/awaitable.hpp"
#include "boost/asio/cancellation_state.hpp"
#include "boost/asio/this_coro.hpp"

namespace backlinks::state {

// Whether the awaiting coroutine has been cancelled at any time before.
inline boost::asio::awaitable<bool> IsCancelled() {
  const auto state = co_await boost::asio::this_coro::cancellation_state;
  co_return state.cancelled() != boost::asio::cancellation_type::none;
}

}  // namespace backlinks::state

#endif  // BACKLINKS_SERVICE_STATE_CANCEL_H_
