// Cancellation that is never lost.
//
// Asio tells a cancellation to the operation under way alone. If that has just
// completed, or is composed and between two of its parts, nobody hears of it,
// and the next operation waits as if nothing had happened.
//
// Threads: the coroutine's executor.
#ifndef BACKLINKS_SERVICE_EXCHANGE_CANCEL_H_
#define BACKLINKS_SERVICE_EXCHANGE_CANCEL_H_

#include <tuple>
#include <utility>

#include "boost/asio/as_tuple.hpp"
#include "boost/asio/awaitable.hpp"
#include "boost/asio/bind_cancellation_slot.hpp"
#include "boost/asio/cancellation_state.hpp"
#include "boost/asio/error.hpp"
#include "boost/asio/this_coro.hpp"
#include "boost/asio/use_awaitable.hpp"
#include "boost/system/error_code.hpp"

namespace backlinks {

// Whether the awaiting coroutine was told to stop, however long ago.
inline boost::asio::awaitable<bool> IsCancelled() {
  const auto state = co_await boost::asio::this_coro::cancellation_state;
  co_return state.cancelled() != boost::asio::cancellation_type::none;
}

// Awaits what `start` begins with the completion token that it is given.
// A cancellation, before or meanwhile, calls `close`, which must end that and
// whatever follows on the same socket, and gives operation_aborted.
template <typename Start, typename Close>
boost::asio::awaitable<boost::system::error_code> AwaitOrClose(Start start,
                                                               Close close) {
  namespace asio = boost::asio;
  const auto state = co_await asio::this_coro::cancellation_state;
  auto slot = state.slot();
  if (state.cancelled() == asio::cancellation_type::none) {
    if (slot.is_connected()) {
      slot.assign([&close](asio::cancellation_type) { close(); });
    }
    const auto result = co_await start(asio::bind_cancellation_slot(
        asio::cancellation_slot(), asio::as_tuple(asio::use_awaitable)));
    if (slot.is_connected()) slot.clear();
    if (state.cancelled() == asio::cancellation_type::none) {
      co_return std::get<0>(result);
    }
  }
  close();
  co_return asio::error::operation_aborted;
}

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_EXCHANGE_CANCEL_H_
