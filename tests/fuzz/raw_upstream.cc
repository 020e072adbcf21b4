#include "tests/fuzz/raw_upstream.h"

#include <string>
#include <utility>

#include "boost/asio/as_tuple.hpp"
#include "boost/asio/buffer.hpp"
#include "boost/asio/read_until.hpp"
#include "boost/asio/use_awaitable.hpp"
#include "boost/asio/write.hpp"
#include "tests/fuzz/check.h"

namespace backlinks::fuzz {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);

}  // namespace

RawUpstream::RawUpstream(asio::io_context& io)
    : acceptor_(io, tcp::endpoint(asio::ip::address_v4::loopback(), 0)) {}

// A peer that closes early is no failure: it has read enough.
asio::awaitable<void> RawUpstream::Answer(std::string_view bytes,
                                          size_t piece) {
  auto [accepted, socket] = co_await acceptor_.async_accept(kAwait);
  BACKLINKS_FUZZ_CHECK(!accepted);
  socket.set_option(tcp::no_delay(true));
  std::string request;
  const auto [requested, request_size] = co_await asio::async_read_until(
      socket, asio::dynamic_buffer(request), "\r\n\r\n", kAwait);
  BACKLINKS_FUZZ_CHECK(!requested);
  for (size_t at = 0; at < bytes.size(); at += piece) {
    const std::string_view part = bytes.substr(at, piece);
    const auto [error, size] = co_await asio::async_write(
        socket, asio::buffer(part.data(), part.size()), kAwait);
    if (error) co_return;
  }
  boost::system::error_code ignored;
  socket.shutdown(tcp::socket::shutdown_send, ignored);
  char byte = 0;
  co_await socket.async_read_some(asio::buffer(&byte, 1), kAwait);
}

}  // namespace backlinks::fuzz
