// What an observer hears of the phases of requests; of TLS: tls_test.cc.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/exchange/answers.h"
#include "tests/exchange/fetch.h"
#include "tests/exchange/recording_observer.h"
#include "tests/support/http/scripted_server.h"

namespace backlinks::exchange::testing_exchange {
namespace {

using ::testing::ElementsAre;
using testing_http::Request;
using testing_http::Reset;
using testing_http::ScriptedServer;
using testing_http::Send;
using testing_http::Silence;
using enum UpstreamPhase;

constexpr char kOk[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

ExchangeOptions Observed(uint16_t port, RecordingObserver& observer) {
  ExchangeOptions options = Loopback(port);
  options.observer = &observer;
  return options;
}

TEST(Phases, OfAFreshConnectionAndAKeptOne) {
  ScriptedServer server({{Request(), Send(kOk), Request(), Send(kOk)}});
  RecordingObserver observer;
  Fetcher fetcher(Observed(server.port(), observer));
  EXPECT_TRUE(fetcher.Get().is_ok());
  EXPECT_THAT(observer.phases, ElementsAre(kResolve, kConnect, kHead, kBody));
  EXPECT_TRUE(fetcher.Get().is_ok());
  EXPECT_THAT(observer.phases,
              ElementsAre(kResolve, kConnect, kHead, kBody, kHead, kBody));
}

TEST(Phases, OfARefusedConnection) {
  uint16_t port = 0;
  { port = ScriptedServer({}).port(); }
  RecordingObserver observer;
  Fetcher fetcher(Observed(port, observer));
  EXPECT_EQ(fetcher.Get().reason(), Reason::kUpstreamUnavailable);
  EXPECT_THAT(observer.phases, ElementsAre(kResolve, kConnect));
}

TEST(Phases, OfAnUnknownName) {
  RecordingObserver observer;
  ExchangeOptions options = Observed(1, observer);
  options.endpoint.host = "nobody.invalid";
  Fetcher fetcher(options);
  EXPECT_EQ(fetcher.Get().reason(), Reason::kUpstreamUnavailable);
  EXPECT_THAT(observer.phases, ElementsAre(kResolve));
}

TEST(Phases, OfAMissingHead) {
  ScriptedServer server({{Request(), Silence()}});
  RecordingObserver observer;
  ExchangeOptions options = Observed(server.port(), observer);
  options.read_timeout = absl::Milliseconds(40);
  Fetcher fetcher(options);
  EXPECT_EQ(fetcher.Get().reason(), Reason::kUpstreamUnavailable);
  ASSERT_THAT(observer.phases, ElementsAre(kResolve, kConnect, kHead));
  EXPECT_GE(observer.durations.back(), absl::Milliseconds(30));
}

TEST(Phases, OfABodyThatStops) {
  ScriptedServer server(
      {{Request(), Send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok"),
        Silence()}});
  RecordingObserver observer;
  ExchangeOptions options = Observed(server.port(), observer);
  options.read_timeout = absl::Milliseconds(40);
  Fetcher fetcher(options);
  EXPECT_EQ(fetcher.Get().reason(), Reason::kUpstreamUnavailable);
  ASSERT_THAT(observer.phases, ElementsAre(kResolve, kConnect, kHead, kBody));
  EXPECT_GE(observer.durations.back(), absl::Milliseconds(30));
}

TEST(Phases, OfAKeptConnectionThatIsReplaced) {
  ScriptedServer server(
      {{Request(), Send(kOk), Request(), Reset()}, {Request(), Send(kOk)}});
  RecordingObserver observer;
  Fetcher fetcher(Observed(server.port(), observer));
  EXPECT_TRUE(fetcher.Get().is_ok());
  observer.phases.clear();
  EXPECT_TRUE(fetcher.Get().is_ok());
  EXPECT_THAT(observer.phases,
              ElementsAre(kHead, kResolve, kConnect, kHead, kBody));
}

}  // namespace
}  // namespace backlinks::exchange::testing_exchange
