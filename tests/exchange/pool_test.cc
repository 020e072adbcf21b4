// BeastExchange's connections: kept, replaced, closed, and left unread.
#include <atomic>
#include <string>

#include "absl/time/clock.h"
#include "boost/asio/as_tuple.hpp"
#include "boost/asio/steady_timer.hpp"
#include "boost/asio/this_coro.hpp"
#include "boost/asio/use_awaitable.hpp"
#include "fmt/format.h"
#include "gtest/gtest.h"
#include "tests/exchange/answers.h"
#include "tests/exchange/fetch.h"
#include "tests/support/http/scripted_server.h"

namespace backlinks::exchange::testing_exchange {
namespace {

namespace asio = boost::asio;
using testing_http::Flood;
using testing_http::Request;
using testing_http::Reset;
using testing_http::Script;
using testing_http::ScriptedServer;
using testing_http::Send;
using testing_http::Silence;

constexpr char kOk[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
constexpr absl::Duration kBound = absl::Seconds(10);

asio::awaitable<void> Wait(absl::Duration time) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  timer.expires_after(absl::ToChronoNanoseconds(time));
  co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
}

bool IsClosed(const ScriptedServer& server) {
  return server.WaitClosed(1, absl::ZeroDuration()) != absl::InfiniteFuture();
}

asio::awaitable<void> WaitUntilClosed(const ScriptedServer& server) {
  const absl::Time bound = absl::Now() + kBound;
  while (!IsClosed(server) && absl::Now() < bound) {
    co_await Wait(absl::Milliseconds(10));
  }
}

TEST(Pool, KeepsAConnection) {
  ScriptedServer server(
      {{Request(), Send(kOk), Request(),
        Send(kChunkedHead + Chunk("ok") + kLastChunk), Request(),
        Send("HTTP/1.1 204 No Content\r\n\r\n"), Request(), Send(kOk)}});
  Fetcher fetcher(Loopback(server.port()));
  for (int i = 0; i < 4; ++i) {
    const Outcome out = fetcher.Get();
    ASSERT_TRUE(out.status.ok()) << i << ": " << out.status;
    ASSERT_EQ(out.attempts, 1);
  }
  EXPECT_EQ(server.accepted(), 1);
}

TEST(Pool, KeepsNoConnectionThatMustClose) {
  const Script script = {Request(),
                         Send(Answer("ok", "Connection: close\r\n"))};
  ScriptedServer server({script, script});
  Fetcher fetcher(Loopback(server.port()));
  EXPECT_TRUE(fetcher.Get().is_ok());
  EXPECT_TRUE(fetcher.Get().is_ok());
  EXPECT_EQ(server.accepted(), 2);
}

TEST(Pool, ClosesIdleConnections) {
  const Script script = {Request(), Send(kOk), Silence()};
  ScriptedServer server({script, script});
  ExchangeOptions options = Loopback(server.port());
  options.max_idle_time = absl::ZeroDuration();
  Fetcher fetcher(options);
  EXPECT_TRUE(fetcher.Get().is_ok());
  EXPECT_TRUE(fetcher.Get().is_ok());
  EXPECT_EQ(server.accepted(), 2);
}

// Without another request.
TEST(Pool, ClosesIdleConnectionsInTime) {
  ScriptedServer server({{Request(), Send(kOk), Silence()}});
  ExchangeOptions options = Loopback(server.port());
  options.max_idle_time = absl::Milliseconds(50);
  Fetcher fetcher(options);
  EXPECT_TRUE(fetcher.Get().is_ok());
  EXPECT_FALSE(IsClosed(server));
  fetcher.Run(WaitUntilClosed(server));
  EXPECT_TRUE(IsClosed(server));
}

TEST(Pool, DetectsAClosedConnection) {
  const Script script = {Request(), Send(kOk)};
  ScriptedServer server({script, script});
  Fetcher fetcher(Loopback(server.port()));
  EXPECT_TRUE(fetcher.Get().is_ok());
  ASSERT_NE(server.WaitClosed(1, kBound), absl::InfiniteFuture());
  const Outcome out = fetcher.Get();
  EXPECT_TRUE(out.is_ok()) << out.status;
  EXPECT_EQ(out.attempts, 1);
}

TEST(Pool, KeepsNoConnectionWithUnexpectedBytes) {
  ScriptedServer server({{Request(), Send(std::string(kOk) + kOk), Silence()},
                         {Request(), Send(Answer("mine"))}});
  Fetcher fetcher(Loopback(server.port()));
  EXPECT_TRUE(fetcher.Get().is_ok());
  EXPECT_EQ(fetcher.Get().body, "mine");
}

TEST(Pool, ReplacesAStaleConnectionOnce) {
  ScriptedServer server({{Request(), Send(kOk), Request(), Reset()},
                         {Request(), Send(kOk), Request(), Reset()},
                         {Request(), Reset()}});
  Fetcher fetcher(Loopback(server.port()));
  EXPECT_TRUE(fetcher.Get().is_ok());
  const Outcome replaced = fetcher.Get();
  EXPECT_TRUE(replaced.is_ok()) << replaced.status;
  EXPECT_EQ(replaced.attempts, 2);
  const Outcome lost = fetcher.Get();
  EXPECT_EQ(lost.reason(), Reason::kUpstreamUnavailable) << lost.status;
  EXPECT_EQ(lost.attempts, 2);
  EXPECT_EQ(server.accepted(), 3);
}

TEST(Pool, ReplacesNoConnectionWithABadOrMissingResponse) {
  const Script second[] = {
      {Request(), Silence()},
      {Request(), Send("HTTP/1.1 2"), Reset()},
      {Request(), Send("nonsense\r\n\r\n")},
  };
  for (const Script& end : second) {
    Script script = {Request(), Send(kOk)};
    script.insert(script.end(), end.begin(), end.end());
    ScriptedServer server({script, {Request(), Send(kOk)}});
    ExchangeOptions options = Loopback(server.port());
    options.read_timeout = absl::Milliseconds(300);
    Fetcher fetcher(options);
    EXPECT_TRUE(fetcher.Get().is_ok());
    const Outcome out = fetcher.Get();
    EXPECT_FALSE(out.status.ok()) << end.back().bytes;
    EXPECT_EQ(out.attempts, 1);
  }
}

asio::awaitable<void> SendOnly(HttpExchange& exchange) {
  const HttpRequest request = SecretRequest();
  int64_t attempts = 0;
  const auto response =
      co_await exchange.Send(request, SteadyTime::InfiniteFuture(), attempts);
  EXPECT_TRUE(response.ok()) << response.status();
}

TEST(Response, LeftUnreadClosesTheConnection) {
  ScriptedServer server(
      {{Request(), Send(Answer(std::string(100, 'x')).substr(0, 60)),
        Silence()}});
  Fetcher fetcher(Loopback(server.port()));
  fetcher.Run(SendOnly(fetcher.exchange()));
  EXPECT_NE(server.WaitClosed(1, kBound), absl::InfiniteFuture());
}

asio::awaitable<void> ReadLate(Fetcher& fetcher, const ScriptedServer& server,
                               int64_t& before, int64_t& read) {
  const HttpRequest request = SecretRequest();
  int64_t attempts = 0;
  const auto response = co_await fetcher.exchange().Send(
      request, SteadyTime::InfiniteFuture(), attempts);
  if (!response.ok()) co_return;
  const absl::Time bound = absl::Now() + kBound;
  while (!server.is_blocked() && absl::Now() < bound) {
    co_await Wait(absl::Milliseconds(10));
  }
  before = server.flooded_bytes();
  while (read < 2 * before) {
    const auto piece = co_await (*response)->Read();
    if (!piece.ok() || piece->empty()) break;
    read += static_cast<int64_t>(piece->size());
  }
}

TEST(Response, LeftUnreadBlocksThePeer) {
  const std::string head =
      "HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n";
  ScriptedServer server(
      {{Request(), Send(head), Flood(std::string(64 << 10, 'x'))}});
  Fetcher fetcher(Loopback(server.port()));
  int64_t before = 0;
  int64_t read = 0;
  fetcher.Run(ReadLate(fetcher, server, before, read));
  fmt::print("the peer was held after {} bytes\n", before);
  EXPECT_GT(before, 0);
  EXPECT_LT(before, 32 << 20);  // What the kernel's buffers hold.
  EXPECT_GE(read, 2 * before);  // And then it continues.
}

TEST(Cancel, ClosesTheConnectionAtOnce) {
  const std::string cut_body = Answer(std::string(100, 'x')).substr(0, 60);
  const Script scripts[] = {
      {Request(), Silence()},
      {Request(), Send("HTTP/1.1 2"), Silence()},
      {Request(), Send(cut_body), Silence()},
      {Request(), Send(std::string(kChunkedGzipHead) + "ff\r\n"), Silence()},
  };
  for (const Script& script : scripts) {
    std::atomic<Fetcher*> running = nullptr;
    ScriptedServer server({script}, [&running] { running.load()->Cancel(); });
    Fetcher fetcher(Loopback(server.port()));
    running = &fetcher;
    const Outcome out = fetcher.Get();
    EXPECT_EQ(out.reason(), Reason::kCancelled) << out.status;
    const absl::Time closed = server.WaitClosed(1, absl::Seconds(2));
    ASSERT_NE(closed, absl::InfiniteFuture());
    fmt::print("closed {} after the cancel\n",
               absl::FormatDuration(closed - fetcher.cancelled_at()));
  }
}

TEST(Cancel, EndsATlsHandshake) {
  std::atomic<Fetcher*> running = nullptr;
  ScriptedServer server({{Silence()}},
                        [&running] { running.load()->Cancel(); });
  ExchangeOptions options = Loopback(server.port());
  options.endpoint.tls = true;
  Fetcher fetcher(options);
  running = &fetcher;
  EXPECT_EQ(fetcher.Get().reason(), Reason::kCancelled);
  EXPECT_NE(server.WaitClosed(1, absl::Seconds(2)), absl::InfiniteFuture());
}

}  // namespace
}  // namespace backlinks::exchange::testing_exchange
