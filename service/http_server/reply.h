// The implementation of HttpReply on a connection of HttpServer.
#ifndef BACKLINKS_SERVICE_HTTP_SERVER_REPLY_H_
#define BACKLINKS_SERVICE_HTTP_SERVER_REPLY_H_

#include <chrono>
#include <string_view>

#include "boost/beast/core/tcp_stream.hpp"
#include "boost/beast/http/empty_body.hpp"
#include "boost/beast/http/message.hpp"
#include "service/http_server/http_server.h"

namespace backlinks::http_server {

class Reply final : public HttpReply {
 public:
  // How to send the response, as determined by the request.
  struct ResponseOptions {
    unsigned version = 11;
    bool keep_alive = true;
    bool head_only = false;  // The request is HEAD.
    std::chrono::seconds write_timeout = std::chrono::minutes(10);
  };

  Reply(boost::beast::tcp_stream& stream, ResponseOptions options)
      : stream_(stream), options_(options) {}

  boost::asio::awaitable<bool> Send(int status, HttpHeaders headers,
                                    std::string_view body) override;
  boost::asio::awaitable<bool> Begin(int status, HttpHeaders headers) override;
  boost::asio::awaitable<bool> Write(std::string_view piece) override;
  boost::asio::awaitable<bool> End() override;
  void Abort(bool reset) override;

  // Whether a complete response was sent and the connection can be kept.
  bool can_continue() const { return ended_ && options_.keep_alive; }

 private:
  using Head = boost::beast::http::response<boost::beast::http::empty_body>;
  Head MakeHead(int status, const HttpHeaders& headers) const;
  boost::asio::awaitable<bool> SendHead(const Head& head);
  template <typename Buffers>
  boost::asio::awaitable<bool> WriteBuffers(const Buffers& buffers);
  void Arm();

  boost::beast::tcp_stream& stream_;
  ResponseOptions options_;
  bool chunked_ = false;
  bool ended_ = false;
};

}  // namespace backlinks::http_server

#endif  // BACKLINKS_SERVICE_HTTP_SERVER_REPLY_H_
