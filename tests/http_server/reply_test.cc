// What HttpServer answers: whole, in pieces, broken off, stopped.
#include <future>
#include <stdexcept>
#include <string>

#include "boost/asio/as_tuple.hpp"
#include "boost/asio/error.hpp"
#include "boost/asio/steady_timer.hpp"
#include "boost/asio/this_coro.hpp"
#include "boost/asio/use_awaitable.hpp"
#include "fmt/format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/http_server/running_server.h"
#include "tests/support/http/http_client.h"

namespace backlinks::http_server {
namespace {

namespace asio = boost::asio;
using ::testing::HasSubstr;
using testing_http::HttpAnswer;
using testing_http::HttpClient;

// GCC 12 cannot compile a braced list inside of co_await.
HttpHeaders OneHeader() { return {{"x-a", "1"}}; }

// "/whole" in one; else in pieces.
asio::awaitable<void> Answer(const HttpServerRequest& request,
                             HttpReply& reply) {
  if (request.path == "/whole") {
    co_await reply.Send(201, OneHeader(), "whole");
    co_return;
  }
  co_await reply.Begin(200, OneHeader());
  co_await reply.Write("in ");
  co_await reply.Write("");
  co_await reply.Write("pieces");
  co_await reply.End();
}

TEST(Reply, IsSizedOrChunked) {
  RunningServer server(Answer);
  HttpClient client(server.port());
  const HttpAnswer whole = client.Get("/whole");
  EXPECT_EQ(whole.status(), 201);
  EXPECT_EQ(whole.header("X-A"), "1");
  EXPECT_EQ(whole.header("Content-Length"), "5");
  EXPECT_EQ(whole.body(), "whole");
  const HttpAnswer pieces = client.Get("/pieces");
  EXPECT_EQ(pieces.header("Transfer-Encoding"), "chunked");
  EXPECT_EQ(pieces.body(), "in pieces");
  EXPECT_EQ(client.Get("/whole").body(), "whole");
}

TEST(Reply, HasNoBodyForHead) {
  RunningServer server(Answer);
  HttpClient client(server.port());
  for (const char* path : {"/whole", "/pieces"}) {
    client.Send(fmt::format("HEAD {} HTTP/1.1\r\nHost: a\r\n\r\n", path));
    const HttpAnswer head = client.Read(true);
    EXPECT_FALSE(head.error) << head.error.message();
    EXPECT_EQ(head.header("X-A"), "1");
  }
  EXPECT_EQ(client.Get("/whole").body(), "whole");
}

TEST(Reply, ClosesTheConnectionOnRequest) {
  RunningServer server(Answer);
  for (const char* request :
       {"GET /whole HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        "GET /whole HTTP/1.0\r\n\r\n", "GET /pieces HTTP/1.0\r\n\r\n",
        "GET /pieces HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"}) {
    HttpClient client(server.port());
    client.Send(request);
    const HttpAnswer answer = client.Read();
    EXPECT_FALSE(answer.error) << request << answer.error.message();
    EXPECT_THAT(answer.body(), ::testing::AnyOf("whole", "in pieces"));
    EXPECT_EQ(answer.header("Transfer-Encoding"), "") << request;
    EXPECT_EQ(client.WaitForEnd(), asio::error::eof) << request;
  }
}

TEST(Reply, KeepsTheConnectionOfAnOldPeerOnRequest) {
  RunningServer server(Answer);
  HttpClient client(server.port());
  for (int i = 0; i < 2; ++i) {
    client.Send("GET /whole HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_EQ(client.Read().body(), "whole") << i;
  }
}

// Breaks its answer off as the path says.
asio::awaitable<void> Break(const HttpServerRequest& request,
                            HttpReply& reply) {
  co_await reply.Begin(200, HttpHeaders());
  co_await reply.Write("begun");
  if (request.path == "/close") reply.Abort(false);
  if (request.path == "/reset") reply.Abort(true);
  if (request.path == "/throw") throw std::runtime_error("handler");
}

TEST(Reply, TruncationIsDetected) {
  RunningServer server(Break);
  for (const char* path : {"/close", "/reset", "/throw", "/forget"}) {
    HttpClient client(server.port());
    const HttpAnswer answer = client.Get(path);
    EXPECT_TRUE(answer.error) << path;
    const bool reset = answer.error == asio::error::connection_reset;
    EXPECT_EQ(reset, std::string_view(path) == "/reset")
        << answer.error.message();
  }
  EXPECT_EQ(HttpClient(server.port()).Get("/close").status(), 200);
}

TEST(Reply, ReportsThatThePeerLeft) {
  std::promise<bool> gone;
  RunningServer server([&gone](const HttpServerRequest&,
                               HttpReply& reply) -> asio::awaitable<void> {
    const std::string piece(1 << 20, 'x');
    bool ok = co_await reply.Begin(200, HttpHeaders());
    while (ok) ok = co_await reply.Write(piece);
    const bool ended = co_await reply.End();
    gone.set_value(!ended);
  });
  HttpClient client(server.port());
  client.Send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  client.Close();
  EXPECT_TRUE(gone.get_future().get());
}

TEST(Server, StopCancelsWhatRunsAndAcceptsNothingMore) {
  std::promise<void> begun;
  std::promise<boost::system::error_code> ended;
  RunningServer server(
      [&](const HttpServerRequest&, HttpReply& reply) -> asio::awaitable<void> {
        co_await reply.Begin(200, HttpHeaders());
        asio::steady_timer timer(co_await asio::this_coro::executor,
                                 asio::steady_timer::time_point::max());
        begun.set_value();
        auto [error] =
            co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
        ended.set_value(error);
      });
  HttpClient running(server.port());
  HttpClient idle(server.port());
  running.Send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  begun.get_future().wait();
  server.server().Stop();
  EXPECT_EQ(ended.get_future().get(), asio::error::operation_aborted);
  EXPECT_TRUE(running.Read().error);
  EXPECT_TRUE(idle.WaitForEnd());
  EXPECT_THROW(
      {
        while (true) HttpClient(server.port()).WaitForEnd();
      },
      boost::system::system_error);
}

TEST(Server, ListensOnItsAddress) {
  for (const char* address : {"127.0.0.1:0", "localhost:0", "[::1]:0"}) {
    RunningServer server(Answer, address);
    EXPECT_NE(server.port(), 0) << address;
  }
}

TEST(Server, ReportsWhyItCannotListen) {
  RunningServer first(Answer);
  asio::io_context io;
  for (const std::string& address :
       {fmt::format("127.0.0.1:{}", first.port()), std::string("nonsense"),
        std::string("127.0.0.1:nonsense"), std::string("192.0.2.1:0")}) {
    HttpServer server(io.get_executor(), Answer);
    const absl::Status status = server.Start(address);
    EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable) << address;
    EXPECT_THAT(std::string(status.message()),
                HasSubstr("cannot listen on " + address + ": "));
  }
}

}  // namespace
}  // namespace backlinks::http_server
