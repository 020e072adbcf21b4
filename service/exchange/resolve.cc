#include "service/exchange/resolve.h"

#include <memory>

#include "boost/asio/as_tuple.hpp"
#include "boost/asio/steady_timer.hpp"
#include "boost/asio/this_coro.hpp"
#include "boost/asio/use_awaitable.hpp"
#include "boost/beast/core/error.hpp"
#include "fmt/format.h"
#include "service/net/cancel.h"

namespace backlinks::exchange {
namespace {

namespace asio = boost::asio;

// Outlives the caller if the caller is cancelled first.
struct Lookup {
  explicit Lookup(const asio::any_io_executor& executor)
      : resolver(executor), timer(executor) {}

  asio::ip::tcp::resolver resolver;
  asio::steady_timer timer;  // Cancelled when the lookup completes.
  bool done = false;
  Resolved resolved;
};

}  // namespace

asio::awaitable<Resolved> Resolve(const Endpoint& endpoint,
                                  absl::Duration timeout) {
  Resolved failed;
  failed.error = asio::error::operation_aborted;
  if (co_await net::IsCancelled()) co_return failed;
  const auto lookup =
      std::make_shared<Lookup>(co_await asio::this_coro::executor);
  lookup->timer.expires_after(absl::ToChronoNanoseconds(timeout));
  lookup->resolver.async_resolve(
      endpoint.host, fmt::to_string(endpoint.port),
      [lookup](const boost::system::error_code& error,
               const asio::ip::tcp::resolver::results_type& addresses) {
        lookup->resolved = {error, addresses};
        lookup->done = true;
        lookup->timer.cancel();
      });
  auto [interrupted] =
      co_await lookup->timer.async_wait(asio::as_tuple(asio::use_awaitable));
  if (lookup->done) co_return lookup->resolved;
  failed.error = boost::beast::error::timeout;
  if (interrupted) failed.error = interrupted;
  co_return failed;
}

}  // namespace backlinks::exchange
