// Cancellation that is never lost.
//
// Asio delivers a cancellation only to the operation in progress. If that
// operation has just completed, or is a composed one between two of its parts,
// the cancellation has no effect, and the next operation waits as usual.
//
// Threads: the coroutine's executor.
#ifndef BACKLINKS_SERVICE_NET_CANCEL_H_
#define BACKLINKS_SERVICE_NET_CANCEL_H_

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

namespace backlinks::net {

// Whether the awaiting coroutine has been cancelled at any time before.
inline boost::asio::awaitable<bool> IsCancelled() {
  const auto state = co_await boost::asio::this_coro::cancellation_state;
  co_return state.cancelled() != boost::asio::cancellation_type::none;
}

// Awaits the operation that `start` initiates with the completion token passed
// to it. A cancellation, before or during the operation, calls `close`, which
// must end the operation and all that follow on the same socket, and the result
// is operation_aborted.
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

}  // namespace backlinks::net

#endif  // BACKLINKS_SERVICE_NET_CANCEL_H_
