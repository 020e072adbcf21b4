// A small HTTP/1.1 server: what the admin port and the embedded upstream are
// made of. Keep-alive, chunked or sized bodies, HEAD, POST with a small body.
//
// Limits: request head 64 KiB (longer: 431), body 1 MiB (longer: 413); a
//         connection idle for 60 s is closed.
// Errors: Start: the address cannot be bound, with the system's words.
// Threads: handlers run as coroutines on the executor given; Stop from
//          anywhere, after which no handler starts; running ones are cancelled.
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

namespace backlinks {

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

struct HttpServerRequest {
  std::string method;  // "GET"
  std::string path;    // Percent-decoded.
  // Percent-decoded query parameters, "+" is a space, in order.
  std::vector<std::pair<std::string, std::string>> query;
  HttpHeaders headers;  // Names in lower case.
  std::string body;

  std::optional<std::string_view> parameter(std::string_view name) const;
  std::optional<std::string_view> header(std::string_view name) const;
};

// The answer to one request. Either Send, or Begin, any number of Write, End.
// Every call waits until the bytes are with the kernel, and returns false once
// the peer is gone: stop then. A handler that returns without End leaves a
// truncated answer: the connection is closed.
class HttpReply {
 public:
  virtual ~HttpReply() = default;
  virtual boost::asio::awaitable<bool> Send(int status, HttpHeaders headers,
                                            std::string_view body) = 0;
  // With chunked coding, or until close for an HTTP/1.0 peer.
  virtual boost::asio::awaitable<bool> Begin(int status,
                                             HttpHeaders headers) = 0;
  virtual boost::asio::awaitable<bool> Write(std::string_view piece) = 0;
  virtual boost::asio::awaitable<bool> End() = 0;
  // Closes the connection now; `reset`: with RST instead of FIN.
  virtual void Abort(bool reset) = 0;
};

using HttpHandler = std::function<boost::asio::awaitable<void>(
    const HttpServerRequest&, HttpReply&)>;

class HttpServer {
 public:
  HttpServer(boost::asio::any_io_executor executor, HttpHandler handler);
  ~HttpServer();

  // "127.0.0.1:0", "[::1]:8080", "localhost:80"; port 0 chooses one.
  absl::Status Start(const std::string& address);
  uint16_t port() const;
  void Stop();

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_HTTP_SERVER_HTTP_SERVER_H_
