// One connection of HttpServer: serves its requests one after the other.
//
// Threads: its own executor; Cancel may be called from any thread.
#ifndef BACKLINKS_SERVICE_HTTP_SERVER_SESSION_H_
#define BACKLINKS_SERVICE_HTTP_SERVER_SESSION_H_

#include <atomic>
#include <memory>

#include "boost/asio/awaitable.hpp"
#include "boost/asio/cancellation_signal.hpp"
#include "boost/asio/ip/tcp.hpp"
#include "boost/beast/core/flat_buffer.hpp"
#include "boost/beast/core/tcp_stream.hpp"
#include "boost/beast/http/parser.hpp"
#include "boost/beast/http/string_body.hpp"
#include "service/http_server/http_server.h"

namespace backlinks::http_server {

class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(boost::asio::ip::tcp::socket socket, const HttpHandler& handler,
          const HttpServerOptions& options)
      : stream_(std::move(socket)), handler_(handler), options_(options) {}

  // Serves until the peer closes the connection, an error, or Cancel.
  void Start();
  void Cancel();

  // Whether no request is being served. Any thread may call it.
  bool is_waiting() const { return is_waiting_; }

 private:
  using Parser =
      boost::beast::http::request_parser<boost::beast::http::string_body>;

  boost::asio::awaitable<void> Run();
  // Waits for the first bytes of a request. Returns false if none came.
  boost::asio::awaitable<bool> AwaitRequest();
  // Serves one request. Returns whether the connection can be kept.
  boost::asio::awaitable<bool> ServeOne();
  boost::asio::awaitable<void> Reject(const boost::system::error_code& error);

  boost::beast::tcp_stream stream_;
  boost::beast::flat_buffer buffer_;
  HttpHandler handler_;
  const HttpServerOptions options_;
  bool has_served_ = false;
  std::atomic<bool> is_waiting_ = true;
  boost::asio::cancellation_signal cancel_;
};

}  // namespace backlinks::http_server

#endif  // BACKLINKS_SERVICE_HTTP_SERVER_SESSION_H_
