// An HTTP/1.1 client on a loopback socket that sends whatever it is given.
//
// Threads: one. Calls block; ctest's own timeout ends what hangs.
//
// Example:
//   HttpClient client(server.port());
//   const HttpAnswer answer = client.Get("/?a=1");
#ifndef BACKLINKS_TESTS_SUPPORT_HTTP_HTTP_CLIENT_H_
#define BACKLINKS_TESTS_SUPPORT_HTTP_HTTP_CLIENT_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "boost/asio/io_context.hpp"
#include "boost/asio/ip/tcp.hpp"
#include "boost/beast/core/flat_buffer.hpp"
#include "boost/beast/http/message.hpp"
#include "boost/beast/http/string_body.hpp"
#include "boost/system/error_code.hpp"

namespace backlinks::testing_http {

struct HttpAnswer {
  boost::system::error_code error;  // Why it is not whole.
  boost::beast::http::response<boost::beast::http::string_body> message;

  int status() const { return static_cast<int>(message.result_int()); }
  std::string header(std::string_view name) const {
    return std::string(message[{name.data(), name.size()}]);
  }
  const std::string& body() const { return message.body(); }
};

class HttpClient {
 public:
  explicit HttpClient(uint16_t port);

  // False: the peer takes no more.
  bool Send(std::string_view bytes);
  // `head_only`: of HEAD. What came before an error is in the message.
  HttpAnswer Read(bool head_only = false);

  // `headers` are whole lines.
  HttpAnswer Get(std::string_view target, std::string_view headers = "");

  // Reads until that has come, or the end; what came, as it is.
  std::string ReadUntil(std::string_view bytes);

  // Reads until the end; how it ended: eof, or connection_reset.
  boost::system::error_code WaitForEnd();
  void Close() { socket_.close(); }
  void CloseSending() { socket_.shutdown(socket_.shutdown_send); }

 private:
  boost::asio::io_context io_;
  boost::asio::ip::tcp::socket socket_;
  boost::beast::flat_buffer buffer_;
};

}  // namespace backlinks::testing_http

#endif  // BACKLINKS_TESTS_SUPPORT_HTTP_HTTP_CLIENT_H_
