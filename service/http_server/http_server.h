// A small HTTP/1.1 server for the admin port and the embedded upstream.
// Supports keep-alive, chunked or sized bodies, HEAD, and POST with a small
// body.
//
// Limits: request head 64 KiB (longer: 431), body 1 MiB (longer: 413). A
//         connection is closed when it is idle for 60 s, or a request or the
//         first bytes of it take too long. One connection above the maximum
//         closes the oldest one that waits for a request, or, if there is none,
//         is closed itself.
// Errors: Start fails if the address cannot be bound, with the system's
//         message.
// Threads: handlers run as coroutines on the given executor. Stop may be called
//          from any thread: no handler starts after it, and running ones are
//          cancelled.
//
// Example:
//   HttpServer server(io.get_executor(), [](const HttpServerRequest& request,
//       HttpReply& reply) -> asio::awaitable<void> {
//     co_await reply.Send(200, {{"content-type", "text/plain"}}, "ok\n");
//   });
//   BACKLINKS_RETURN_IF_ERROR(server.Start("127.0.0.1:0"));
//   server.port();
#ifndef BACKLINKS_SERVICE_HTTP_SERVER_HTTP_SERVER_H_
#define BACKLINKS_SERVICE_HTTP_SERVER_HTTP_SERVER_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "boost/asio/any_io_executor.hpp"
#include "boost/asio/awaitable.hpp"

namespace backlinks::http_server {

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

struct HttpServerRequest {
  std::string method;  // For example "GET".
  std::string path;    // Percent-decoded.
  // Percent-decoded query parameters in order; "+" is decoded as a space.
  std::vector<std::pair<std::string, std::string>> query;
  HttpHeaders headers;  // Names in lower case.
  std::string body;

  std::optional<std::string_view> parameter(std::string_view name) const;
  std::optional<std::string_view> header(std::string_view name) const;
};

// The response to one request: either Send, or Begin, any number of Write, and
// End. Each call waits until the kernel has taken the bytes, and returns false
// once the peer is gone; the handler must then stop. If a handler returns
// without End, the response is truncated and the connection closed.
class HttpReply {
 public:
  virtual ~HttpReply() = default;
  virtual boost::asio::awaitable<bool> Send(int status, HttpHeaders headers,
                                            std::string_view body) = 0;
  // Begins a response with chunked coding, or, for an HTTP/1.0 peer, one that
  // ends when the connection is closed.
  virtual boost::asio::awaitable<bool> Begin(int status,
                                             HttpHeaders headers) = 0;
  virtual boost::asio::awaitable<bool> Write(std::string_view piece) = 0;
  virtual boost::asio::awaitable<bool> End() = 0;
  // Closes the connection now, with RST instead of FIN if `reset` is set.
  virtual void Abort(bool reset) = 0;
};

using HttpHandler = std::function<boost::asio::awaitable<void>(
    const HttpServerRequest&, HttpReply&)>;

struct HttpServerOptions {
  size_t max_connections = 1024;
  // For a request, from its first byte on, and for a connection's first request
  // from the accept on.
  std::chrono::seconds request_timeout = std::chrono::seconds(10);
  // A peer that accepts no bytes for this time is considered gone.
  std::chrono::seconds write_timeout = std::chrono::minutes(10);
};

class HttpServer {
 public:
  HttpServer(boost::asio::any_io_executor executor, HttpHandler handler,
             HttpServerOptions options = {});
  ~HttpServer();

  // `address` is for example "127.0.0.1:0", "[::1]:8080" or "localhost:80";
  // with port 0 the system chooses a port.
  absl::Status Start(const std::string& address);
  uint16_t port() const;
  void Stop();

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace backlinks::http_server

#endif  // BACKLINKS_SERVICE_HTTP_SERVER_HTTP_SERVER_H_
