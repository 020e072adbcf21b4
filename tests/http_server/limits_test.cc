// How HttpServer limits connections and their requests.
#include <chrono>
#include <future>
#include <memory>
#include <vector>

#include "gtest/gtest.h"
#include "tests/http_server/running_server.h"
#include "tests/support/http/http_client.h"

namespace backlinks::http_server {
namespace {

namespace asio = boost::asio;
using testing_http::HttpAnswer;
using testing_http::HttpClient;

HttpHeaders NoHeaders() { return {}; }

asio::awaitable<void> Answer(const HttpServerRequest& /*request*/,
                             HttpReply& reply) {
  co_await reply.Send(200, NoHeaders(), "answer");
}

HttpServerOptions ShortTimeout() {
  return {.request_timeout = std::chrono::seconds(1)};
}

TEST(Limits, ASilentConnectionIsClosed) {
  RunningServer server(Answer, "127.0.0.1:0", ShortTimeout());
  HttpClient client(server.port());
  EXPECT_TRUE(client.WaitForEnd());
}

TEST(Limits, ARequestThatIsNotCompleteIsClosed) {
  RunningServer server(Answer, "127.0.0.1:0", ShortTimeout());
  for (const char* begun :
       {"GET / HT",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nx"}) {
    HttpClient client(server.port());
    EXPECT_EQ(client.Get("/").body(), "answer");
    client.Send(begun);
    EXPECT_TRUE(client.WaitForEnd()) << begun;
  }
}

TEST(Limits, ANewConnectionReplacesTheOldestThatWaits) {
  RunningServer server(Answer, "127.0.0.1:0", {.max_connections = 2});
  HttpClient oldest(server.port());
  EXPECT_EQ(oldest.Get("/").body(), "answer");
  HttpClient second(server.port());
  EXPECT_EQ(second.Get("/").body(), "answer");
  HttpClient third(server.port());
  EXPECT_EQ(third.Get("/").body(), "answer");
  EXPECT_TRUE(oldest.WaitForEnd());
  EXPECT_EQ(second.Get("/").body(), "answer");
}

TEST(Limits, ManySilentConnectionsKeepNobodyAway) {
  RunningServer server(Answer, "127.0.0.1:0", {.max_connections = 8});
  std::vector<std::unique_ptr<HttpClient>> silent;
  silent.reserve(100);
  for (int i = 0; i < 100; ++i) {
    silent.push_back(std::make_unique<HttpClient>(server.port()));
  }
  EXPECT_EQ(HttpClient(server.port()).Get("/").body(), "answer");
}

TEST(Limits, RunningRequestsAreNotReplaced) {
  std::promise<void> begun;
  RunningServer server(
      [&begun](const HttpServerRequest&,
               HttpReply& reply) -> asio::awaitable<void> {
        co_await reply.Begin(200, NoHeaders());
        begun.set_value();
        const std::string piece(1 << 20, 'x');
        bool ok = true;
        while (ok) ok = co_await reply.Write(piece);
      },
      "127.0.0.1:0", {.max_connections = 1});
  HttpClient running(server.port());
  running.Send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  begun.get_future().wait();
  EXPECT_TRUE(HttpClient(server.port()).WaitForEnd());
  EXPECT_NE(running.ReadUntil("xxx"), "");
}

}  // namespace
}  // namespace backlinks::http_server
