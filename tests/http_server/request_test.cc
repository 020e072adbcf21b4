// Requests that HttpServer accepts, and requests that it rejects.
#include <string>

#include "boost/asio/error.hpp"
#include "fmt/format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/http_server/running_server.h"
#include "tests/support/http/http_client.h"

namespace backlinks::http_server {
namespace {

namespace asio = boost::asio;
using testing_http::HttpAnswer;
using testing_http::HttpClient;

constexpr size_t kMaxBody = 1 << 20;

// GCC 12 cannot compile a braced list inside of co_await.
HttpHeaders PlainText() { return {{"content-type", "text/plain"}}; }

// Tells what it was asked.
asio::awaitable<void> Echo(const HttpServerRequest& request, HttpReply& reply) {
  std::string text = fmt::format("{} {}\n", request.method, request.path);
  for (const auto& [name, value] : request.query) {
    text += fmt::format("{}={}\n", name, value);
  }
  text += fmt::format(
      "x-one: {}\nbody: {}", request.header("x-one").value_or("-"),
      request.body.size() > 100 ? fmt::to_string(request.body.size())
                                : request.body);
  co_await reply.Send(200, PlainText(), text);
}

TEST(Request, ReachesTheHandlerWhole) {
  RunningServer server(Echo);
  HttpClient client(server.port());
  const HttpAnswer answer =
      client.Get("/a%20b?x=1&x=2&y=%22", "X-ONE: Value\r\n");
  EXPECT_EQ(answer.status(), 200);
  EXPECT_EQ(answer.header("Content-Type"), "text/plain");
  EXPECT_EQ(answer.body(), "GET /a b\nx=1\nx=2\ny=\"\nx-one: Value\nbody: ");
}

TEST(Request, ParametersAndHeadersAreFoundByName) {
  HttpServerRequest request;
  request.query = {{"a", "1"}, {"a", "2"}};
  request.headers = {{"host", "b"}};
  EXPECT_EQ(request.parameter("a"), "1");
  EXPECT_EQ(request.parameter("b"), std::nullopt);
  EXPECT_EQ(request.header("host"), "b");
  EXPECT_EQ(request.header("Host"), std::nullopt);
}

TEST(Request, BodyMayBeSizedOrChunked) {
  RunningServer server(Echo);
  HttpClient client(server.port());
  client.Send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nsized");
  EXPECT_EQ(client.Read().body(), "POST /\nx-one: -\nbody: sized");
  client.Send(
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
      "3;extension=1\r\nchu\r\n4\r\nnked\r\n0\r\nTrailer: x\r\n\r\n");
  EXPECT_EQ(client.Read().body(), "POST /\nx-one: -\nbody: chunked");
}

TEST(Request, MayArriveByteByByteAndAfterAnother) {
  RunningServer server(Echo);
  HttpClient client(server.port());
  const std::string two =
      "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n";
  for (const char c : two) ASSERT_TRUE(client.Send({&c, 1}));
  EXPECT_EQ(client.Read().body(), "GET /1\nx-one: -\nbody: ");
  EXPECT_EQ(client.Read().body(), "GET /2\nx-one: -\nbody: ");
  client.Send(two);
  EXPECT_EQ(client.Read().body(), "GET /1\nx-one: -\nbody: ");
  EXPECT_EQ(client.Read().body(), "GET /2\nx-one: -\nbody: ");
}

TEST(Request, BodyMayHaveOneMebibyte) {
  RunningServer server(Echo);
  HttpClient client(server.port());
  client.Send(
      fmt::format("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {}"
                  "\r\n\r\n{}",
                  kMaxBody, std::string(kMaxBody, 'x')));
  EXPECT_EQ(client.Read().body(), "POST /\nx-one: -\nbody: 1048576");
}

// Expects that the server rejects `request` and closes the connection, and
// serves the next one.
void ExpectRejection(const std::string& request, int status) {
  SCOPED_TRACE(request.substr(0, 60));
  RunningServer server(Echo);
  HttpClient client(server.port());
  client.Send(request);
  const HttpAnswer answer = client.Read();
  EXPECT_EQ(answer.status(), status) << answer.error.message();
  EXPECT_EQ(answer.header("Connection"), "close");
  EXPECT_TRUE(client.WaitForEnd());
  EXPECT_EQ(HttpClient(server.port()).Get("/").status(), 200);
}

TEST(Request, TooLongAHeadIsRejected) {
  ExpectRejection("GET / HTTP/1.1\r\nX: " + std::string(66'000, 'x'), 431);
  ExpectRejection("GET /" + std::string(66'000, 'x'), 431);
}

TEST(Request, TooLongABodyIsRejected) {
  ExpectRejection(fmt::format("POST / HTTP/1.1\r\nContent-Length: {}\r\n\r\n",
                              kMaxBody + 1),
                  413);
  ExpectRejection(
      fmt::format("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
                  "{:x}\r\n",
                  kMaxBody + 1),
      413);
}

TEST(Request, NonsenseIsRejected) {
  ExpectRejection("nonsense\r\n\r\n", 400);
  ExpectRejection("GET / HTTP/9.9\r\n\r\n", 400);
  ExpectRejection("GET / HTTP/1.1\r\nno colon\r\n\r\n", 400);
  ExpectRejection("POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400);
  ExpectRejection(
      "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n", 400);
}

TEST(Request, TruncatedGetsNoResponse) {
  RunningServer server(Echo);
  for (const char* begin : {"", "GET / HT", "GET / HTTP/1.1\r\nHost: a\r\n",
                            "POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nab"}) {
    HttpClient client(server.port());
    client.Send(begin);
    client.CloseSending();
    EXPECT_EQ(client.WaitForEnd(), asio::error::eof) << begin;
  }
  EXPECT_EQ(HttpClient(server.port()).Get("/").status(), 200);
}

}  // namespace
}  // namespace backlinks::http_server
