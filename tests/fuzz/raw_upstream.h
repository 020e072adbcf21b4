// An upstream on a loopback socket that answers a request with any bytes.
//
// Threads: one executor.
#ifndef BACKLINKS_TESTS_FUZZ_RAW_UPSTREAM_H_
#define BACKLINKS_TESTS_FUZZ_RAW_UPSTREAM_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "boost/asio/awaitable.hpp"
#include "boost/asio/io_context.hpp"
#include "boost/asio/ip/tcp.hpp"

namespace backlinks::fuzz {

class RawUpstream {
 public:
  explicit RawUpstream(boost::asio::io_context& io);

  uint16_t port() const { return acceptor_.local_endpoint().port(); }

  // Accepts one connection, reads a request, and sends `bytes` in pieces of at
  // most `piece` bytes. Then ends its side, and waits for the peer to close.
  boost::asio::awaitable<void> Answer(std::string_view bytes, size_t piece);

 private:
  boost::asio::ip::tcp::acceptor acceptor_;
};

}  // namespace backlinks::fuzz

#endif  // BACKLINKS_TESTS_FUZZ_RAW_UPSTREAM_H_
