// How this component awaits. With the completion token kAwait an operation
// returns its error as a value; AwaitFirst runs two coroutines concurrently
// until one of them ends.
//
// Asio's operator for alternatives waits for the first success: next to a
// coroutine that runs until it is cancelled, an exception in the other one
// never ends the wait. AwaitFirst cancels the other coroutine as soon as one
// ends in any way.
//
// Errors:  an exception is returned as a value, so that the caller can still
//          complete its record of the call.
// Threads: the awaiting coroutine's executor.
// Cancel:  terminal; reaches both.
#ifndef BACKLINKS_SERVICE_STREAM_AWAIT_H_
#define BACKLINKS_SERVICE_STREAM_AWAIT_H_

#include <cstddef>
#include <exception>
#include <optional>
#include <utility>

#include "boost/asio/as_tuple.hpp"
#include "boost/asio/awaitable.hpp"
#include "boost/asio/co_spawn.hpp"
#include "boost/asio/deferred.hpp"
#include "boost/asio/experimental/parallel_group.hpp"
#include "boost/asio/this_coro.hpp"
#include "boost/asio/use_awaitable.hpp"

namespace backlinks::stream {

inline constexpr auto kAwait =
    boost::asio::as_tuple(boost::asio::use_awaitable);

template <typename Value>
struct FirstEnded {
  std::optional<Value> value;  // Empty if `other` ended first, or on an error.
  std::exception_ptr error;    // The exception of the one that ended first.
};

// `Value` must be default-constructible.
template <typename Value>
boost::asio::awaitable<FirstEnded<Value>> AwaitFirst(
    boost::asio::awaitable<Value> main, boost::asio::awaitable<void> other) {
  namespace asio = boost::asio;
  const auto executor = co_await asio::this_coro::executor;
  auto [order, error, value, other_error] =
      co_await asio::experimental::make_parallel_group(
          asio::co_spawn(executor, std::move(main), asio::deferred),
          asio::co_spawn(executor, std::move(other), asio::deferred))
          .async_wait(asio::experimental::wait_for_one(), asio::deferred);
  FirstEnded<Value> first;
  if (order[0] != 0) {
    first.error = other_error;
  } else if (error) {
    first.error = error;
  } else {
    first.value = std::move(value);
  }
  co_return first;
}

}  // namespace backlinks::stream

#endif  // BACKLINKS_SERVICE_STREAM_AWAIT_H_
