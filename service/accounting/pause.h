// Waits between two attempts.
#ifndef BACKLINKS_SERVICE_ACCOUNTING_PAUSE_H_
#define BACKLINKS_SERVICE_ACCOUNTING_PAUSE_H_

#include "absl/time/time.h"
#include "boost/asio/as_tuple.hpp"
#include "boost/asio/awaitable.hpp"
#include "boost/asio/steady_timer.hpp"
#include "boost/asio/this_coro.hpp"
#include "boost/asio/use_awaitable.hpp"

namespace backlinks::accounting {

inline boost::asio::awaitable<void> Pause(absl::Duration pause) {
  namespace asio = boost::asio;
  asio::steady_timer timer(co_await asio::this_coro::executor);
  timer.expires_after(absl::ToChronoNanoseconds(pause));
  co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
}

}  // namespace backlinks::accounting

#endif  // BACKLINKS_SERVICE_ACCOUNTING_PAUSE_H_
