#include "tests/support/http/http_client.h"

#include <array>

#include "boost/asio/write.hpp"
#include "boost/beast/http/parser.hpp"
#include "boost/beast/http/read.hpp"
#include "fmt/format.h"

namespace backlinks::testing_http {

namespace asio = boost::asio;
namespace http = boost::beast::http;

HttpClient::HttpClient(uint16_t port) : socket_(io_) {
  socket_.connect({asio::ip::address_v4::loopback(), port});
}

bool HttpClient::Send(std::string_view bytes) {
  boost::system::error_code error;
  asio::write(socket_, asio::buffer(bytes), error);
  return !error;
}

HttpAnswer HttpClient::Read(bool head_only) {
  http::response_parser<http::string_body> parser;
  parser.body_limit(boost::none);
  parser.skip(head_only);
  HttpAnswer answer;
  http::read(socket_, buffer_, parser, answer.error);
  answer.message = parser.release();
  return answer;
}

HttpAnswer HttpClient::Get(std::string_view target, std::string_view headers) {
  Send(fmt::format("GET {} HTTP/1.1\r\nHost: a\r\n{}\r\n", target, headers));
  return Read();
}

std::string HttpClient::ReadUntil(std::string_view bytes) {
  std::string came;
  boost::system::error_code error;
  while (!error && came.find(bytes) == came.npos) {
    std::array<char, 4096> piece;
    const size_t size = socket_.read_some(asio::buffer(piece), error);
    came.append(piece.data(), size);
  }
  return came;
}

boost::system::error_code HttpClient::WaitForEnd() {
  std::array<char, 4096> ignored;
  boost::system::error_code error;
  while (!error) socket_.read_some(asio::buffer(ignored), error);
  return error;
}

}  // namespace backlinks::testing_http
