// Reads one HTTP answer with Beast and throws its bytes away: the limit that
// any server on this HTTP library can at most reach.
//
// In:     beast_reader PORT PATH (of 127.0.0.1).
// Out:    one JSON line: bytes, seconds, first_ms (the first body bytes).
// Errors: an exception ends it with a message and exit 1.
#include <array>
#include <chrono>
#include <cstdint>
#include <exception>
#include <string>

#include "boost/asio/connect.hpp"
#include "boost/asio/io_context.hpp"
#include "boost/asio/ip/tcp.hpp"
#include "boost/beast/core.hpp"
#include "boost/beast/http.hpp"
#include "fmt/format.h"

namespace {

namespace beast = boost::beast;
namespace http = beast::http;
using Clock = std::chrono::steady_clock;

double SecondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

// Reads until the body ends; sets `first_ms` when the first of it is there.
uint64_t Drain(beast::tcp_stream& stream, Clock::time_point start,
               double& first_ms) {
  static std::array<char, 1 << 16> window;
  beast::flat_buffer buffer(1 << 16);
  buffer.reserve(1 << 16);  // Else it reads 512 bytes at a time.
  http::response_parser<http::buffer_body> parser;
  parser.body_limit(boost::none);
  http::read_header(stream, buffer, parser);
  uint64_t bytes = 0;
  while (!parser.is_done()) {
    parser.get().body().data = window.data();
    parser.get().body().size = window.size();
    beast::error_code error;
    http::read(stream, buffer, parser, error);
    if (error && error != http::error::need_buffer) {
      throw beast::system_error(error);
    }
    if (bytes == 0) first_ms = SecondsSince(start) * 1000;
    bytes += window.size() - parser.get().body().size;
  }
  return bytes;
}

void Run(const std::string& port, const std::string& path) {
  const auto start = Clock::now();
  boost::asio::io_context context;
  boost::asio::ip::tcp::resolver resolver(context);
  beast::tcp_stream stream(context);
  stream.connect(resolver.resolve("127.0.0.1", port));
  http::request<http::empty_body> request(http::verb::get, path, 11);
  request.set(http::field::host, "127.0.0.1");
  http::write(stream, request);
  double first_ms = 0;
  const uint64_t bytes = Drain(stream, start, first_ms);
  fmt::print("{{\"bytes\": {}, \"seconds\": {:.6f}, \"first_ms\": {:.3f}}}\n",
             bytes, SecondsSince(start), first_ms);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    fmt::print(stderr, "usage: beast_reader PORT PATH\n");
    return 2;
  }
  try {
    Run(argv[1], argv[2]);
  } catch (const std::exception& e) {
    fmt::print(stderr, "beast_reader: {}\n", e.what());
    return 1;
  }
  return 0;
}
