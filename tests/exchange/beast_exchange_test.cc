// BeastExchange against a real socket: whole answers and every fault.
#include "service/exchange/beast_exchange.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <ostream>
#include <string>

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/exchange/answers.h"
#include "tests/exchange/fetch.h"
#include "tests/support/http/scripted_server.h"

namespace backlinks::exchange::testing_exchange {
namespace {

using ::testing::HasSubstr;
using testing_http::Request;
using testing_http::Reset;
using testing_http::Script;
using testing_http::ScriptedServer;
using testing_http::Send;
using testing_http::Silence;

constexpr char kText[] = "some rows, and then some more rows";

std::string Flipped(std::string bytes, size_t at) {
  bytes[at] = static_cast<char>(bytes[at] ^ 0x5a);
  return bytes;
}

struct Good {
  std::string name;
  std::string bytes;
  int status = 200;
  std::string body = kText;
};
void PrintTo(const Good& row, std::ostream* out) { *out << row.name; }

class WholeResponse : public ::testing::TestWithParam<Good> {};

TEST_P(WholeResponse, IsReturned) {
  ScriptedServer server({{Request(), Send(GetParam().bytes)}});
  Fetcher fetcher(Loopback(server.port()));
  const Outcome out = fetcher.Get();
  EXPECT_TRUE(out.status.ok()) << out.status;
  EXPECT_EQ(out.head.status, GetParam().status);
  EXPECT_EQ(out.body, GetParam().body);
  EXPECT_EQ(out.attempts, 1);
}

TEST(SizedResponse, IsKnownToHaveEndedWithItsLastPiece) {
  ScriptedServer server({{Request(), Send(Answer(kText))}});
  Fetcher fetcher(Loopback(server.port()));
  EXPECT_TRUE(fetcher.Get().knew_end);
}

INSTANTIATE_TEST_SUITE_P(
    All, WholeResponse,
    ::testing::Values(
        Good{"sized", Answer(kText)}, Good{"empty", Answer(""), 200, ""},
        Good{"chunked", kChunkedHead + Chunk("some rows, ") +
                            Chunk("and then some more rows") + kLastChunk},
        Good{"ended_by_close",
             std::string("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n") +
                 kText},
        Good{"http_1_0", std::string("HTTP/1.0 200 OK\r\n\r\n") + kText},
        Good{"no_content", "HTTP/1.1 204 No Content\r\n\r\n", 204, ""},
        Good{"not_modified", "HTTP/1.1 304 Not Modified\r\n\r\n", 304, ""},
        Good{"redirect_is_not_followed",
             Answer(kText, "Location: http://127.0.0.1:1/\r\n", "302 Found"),
             302},
        Good{"continue_first", "HTTP/1.1 100 Continue\r\n\r\n" + Answer(kText)},
        Good{"early_hints_first",
             "HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n" + Answer(kText)},
        Good{"gzip", Answer(Compress(kText), kGzipHeader)},
        Good{"gzip_of_nothing", Answer(Compress(""), kGzipHeader), 200, ""},
        Good{"gzip_without_a_body", Answer("", kGzipHeader), 200, ""},
        Good{"gzip_of_two_members",
             Answer(Compress("some rows, ") +
                        Compress("and then some more rows"),
                    kGzipHeader)},
        Good{"zlib",
             Answer(Compress(kText, kZlib), "Content-Encoding: deflate\r\n")}),
    [](const auto& info) { return info.param.name; });

struct Bad {
  std::string name;
  Script script;
  Reason reason;
  bool has_offset = false;
};
void PrintTo(const Bad& row, std::ostream* out) { *out << row.name; }

class Fault : public ::testing::TestWithParam<Bad> {};

TEST_P(Fault, IsReported) {
  ScriptedServer server({GetParam().script});
  ExchangeOptions options = Loopback(server.port());
  options.read_timeout = absl::Milliseconds(300);
  Fetcher fetcher(options);
  const Outcome out = fetcher.Get();
  EXPECT_EQ(out.reason(), GetParam().reason) << out.status;
  EXPECT_EQ(out.attempts, 1);
  if (GetParam().has_offset) {
    EXPECT_THAT(out.details(), HasSubstr("byte_offset"));
  }
  EXPECT_NE(server.WaitClosed(1, absl::Seconds(10)), absl::InfiniteFuture());
}

std::string Interims(int count) {
  std::string all;
  for (int i = 0; i < count; ++i) all += "HTTP/1.1 103 Early Hints\r\n\r\n";
  return all;
}

const std::string& Sized() {
  static const std::string* const head =
      new std::string("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc");
  return *head;
}

INSTANTIATE_TEST_SUITE_P(
    Lost, Fault,
    ::testing::Values(
        Bad{"reset_before_head",
            {Request(), Reset()},
            Reason::kUpstreamUnavailable},
        Bad{"reset_in_head",
            {Request(), Send("HTTP/1.1 200 O"), Reset()},
            Reason::kUpstreamUnavailable},
        Bad{"reset_in_body",
            {Request(), Send(Sized()), Reset()},
            Reason::kUpstreamUnavailable},
        Bad{"closed_before_head", {Request()}, Reason::kUpstreamUnavailable},
        Bad{"closed_in_head",
            {Request(), Send("HTTP/1.1 200 O")},
            Reason::kUpstreamUnavailable},
        Bad{"closed_in_sized_body",
            {Request(), Send(Sized())},
            Reason::kUpstreamUnavailable},
        Bad{"closed_in_chunk",
            {Request(), Send(std::string(kChunkedHead) + "ff\r\nabc")},
            Reason::kUpstreamUnavailable},
        Bad{"closed_before_last_chunk",
            {Request(), Send(kChunkedHead + Chunk("abc"))},
            Reason::kUpstreamUnavailable},
        Bad{"closed_in_gzip",
            {Request(),
             Send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" +
                  Compress(kText).substr(0, 20))},
            Reason::kUpstreamUnavailable},
        Bad{"silent_before_head",
            {Request(), Silence()},
            Reason::kUpstreamUnavailable},
        Bad{"silent_in_head",
            {Request(), Send("HTTP/1.1 200 O"), Silence()},
            Reason::kUpstreamUnavailable},
        Bad{"silent_in_body",
            {Request(), Send(Sized()), Silence()},
            Reason::kUpstreamUnavailable}),
    [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Malformed, Fault,
    ::testing::Values(
        Bad{"garbage",
            {Request(), Send("220 mail.example ESMTP\r\n\r\n")},
            Reason::kUpstreamMalformed},
        Bad{"huge_head",
            {Request(), Send("HTTP/1.1 200 OK\r\nX: " +
                             std::string(70 << 10, 'x') + "\r\n\r\n")},
            Reason::kUpstreamMalformed},
        Bad{"bad_length",
            {Request(), Send("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n")},
            Reason::kUpstreamMalformed},
        Bad{"bad_chunk_size",
            {Request(), Send(kChunkedHead + Chunk("abc") + "zz\r\nabc\r\n")},
            Reason::kUpstreamMalformed,
            true},
        Bad{"chunk_longer_than_it_says",
            {Request(), Send(std::string(kChunkedHead) + "2\r\nabcdef\r\n")},
            Reason::kUpstreamMalformed,
            true},
        Bad{"interims_without_an_end",
            {Request(), Send(Interims(20))},
            Reason::kUpstreamMalformed},
        Bad{"unknown_coding",
            {Request(), Send(Answer(kText, "Content-Encoding: br\r\n"))},
            Reason::kUpstreamMalformed},
        Bad{"gzip_cut",
            {Request(),
             Send(Answer(Compress(kText).substr(0, 20), kGzipHeader))},
            Reason::kUpstreamMalformed,
            true},
        Bad{"gzip_damaged",
            {Request(),
             Send(Answer(Flipped(Compress(kText), 12), kGzipHeader))},
            Reason::kUpstreamMalformed,
            true},
        Bad{"gzip_with_a_wrong_sum",
            {Request(),
             Send(Answer(Flipped(Compress(kText), Compress(kText).size() - 6),
                         kGzipHeader))},
            Reason::kUpstreamMalformed,
            true},
        Bad{"gzip_then_garbage",
            {Request(), Send(Answer(Compress(kText) + "garbage", kGzipHeader))},
            Reason::kUpstreamMalformed,
            true},
        Bad{"not_gzip",
            {Request(), Send(Answer(kText, kGzipHeader))},
            Reason::kUpstreamMalformed,
            true}),
    [](const auto& info) { return info.param.name; });

TEST(BeastExchange, SendsWhatItIsGiven) {
  ScriptedServer server({{Request(), Send(Answer(kText))}});
  Fetcher(Loopback(server.port())).Get();
  ASSERT_EQ(server.requests().size(), 1u);
  const std::string request = server.requests()[0];
  EXPECT_THAT(request, HasSubstr("GET /?token=s3cr3t HTTP/1.1\r\n"));
  EXPECT_THAT(request,
              HasSubstr(fmt::format("Host: 127.0.0.1:{}\r\n", server.port())));
  EXPECT_THAT(request, HasSubstr("authorization: s3cr3t\r\n"));
  EXPECT_THAT(request, HasSubstr("Accept-Encoding: gzip\r\n"));
}

TEST(BeastExchange, GunzipsAtEverySplit) {
  const std::string gzip = Compress(kText);
  Script script;
  for (size_t i = 1; i < gzip.size(); ++i) {
    script.push_back(Request());
    script.push_back(Send(kChunkedGzipHead + Chunk(gzip.substr(0, i)) +
                          Chunk(gzip.substr(i)) + kLastChunk));
  }
  ScriptedServer server({script});
  Fetcher fetcher(Loopback(server.port()));
  for (size_t i = 1; i < gzip.size(); ++i) {
    const Outcome out = fetcher.Get();
    ASSERT_TRUE(out.is_ok()) << "split at " << i << ": " << out.status;
    ASSERT_EQ(out.body, kText) << "split at " << i;
    ASSERT_EQ(out.received_bytes, static_cast<int64_t>(gzip.size()));
  }
  EXPECT_EQ(server.accepted(), 1);
}

TEST(BeastExchange, PiecesAreAsLongAsTheRequestAllows) {
  constexpr size_t kPiece = 8 << 10;
  const std::string body(1 << 20, 'x');
  ScriptedServer server({{Request(), Send(Answer(body, "")), Request(),
                          Send(Answer(Compress(body), kGzipHeader))}});
  Fetcher fetcher(Loopback(server.port()));
  fetcher.SetMaxPieceBytes(kPiece);
  for (const std::string_view coding : {"identity", "gzip"}) {
    SCOPED_TRACE(coding);
    const Outcome out = fetcher.Get();
    ASSERT_TRUE(out.is_ok()) << out.status;
    EXPECT_EQ(out.body, body);
    EXPECT_LE(out.longest_piece, kPiece);
    EXPECT_GT(out.longest_piece, kPiece / 2);
  }
}

TEST(BeastExchange, DecompressesABombUpToTheLimit) {
  const std::string bomb = Compress(std::string(32 << 20, ' '));
  ScriptedServer server({{Request(), Send(Answer(bomb, kGzipHeader))}});
  ExchangeOptions options = Loopback(server.port());
  options.max_body_bytes = 1 << 20;
  const Outcome out = Fetcher(options).Get();
  EXPECT_EQ(out.reason(), Reason::kUpstreamMalformed) << out.status;
  EXPECT_LE(out.longest_piece, size_t{64} << 10);
  EXPECT_LE(out.body.size(), size_t{1} << 20);
}

TEST(BeastExchange, LimitsAPlainBody) {
  for (const int limit : {33, 34}) {
    ScriptedServer server({{Request(), Send(Answer(kText))}});
    ExchangeOptions options = Loopback(server.port());
    options.max_body_bytes = limit;
    EXPECT_EQ(Fetcher(options).Get().is_ok(), limit == sizeof(kText) - 1);
  }
}

// A port whose queue of connections is full, so that it answers no more.
class FullPort {
 public:
  FullPort() {
    address_.sin_family = AF_INET;
    address_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* const generic = reinterpret_cast<sockaddr*>(&address_);
    socklen_t size = sizeof(address_);
    EXPECT_EQ(bind(sockets_[0], generic, size), 0);
    listen(sockets_[0], 0);
    getsockname(sockets_[0], generic, &size);
    // Those that find no space come back as under way; that is the point.
    for (int i = 1; i < kSockets; ++i) {
      static_cast<void>(connect(sockets_[i], generic, size));
    }
  }
  ~FullPort() {
    for (const int socket : sockets_) close(socket);
  }
  uint16_t port() const { return ntohs(address_.sin_port); }

 private:
  static constexpr int kSockets = 4;
  static int NewSocket() {
    return socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  }
  sockaddr_in address_{};
  int sockets_[kSockets] = {NewSocket(), NewSocket(), NewSocket(), NewSocket()};
};

TEST(BeastExchange, ReportsThatNobodyListens) {
  uint16_t port = 0;
  {
    ScriptedServer gone({});
    port = gone.port();
  }
  const Outcome out = Fetcher(Loopback(port)).Get();
  EXPECT_EQ(out.reason(), Reason::kUpstreamUnavailable) << out.status;
  EXPECT_EQ(out.attempts, 0);
}

TEST(BeastExchange, ReportsThatAHostHasNoAddress) {
  ExchangeOptions options = Loopback(80);
  options.endpoint.host = "nowhere.invalid";
  EXPECT_EQ(Fetcher(options).Get().reason(), Reason::kUpstreamUnavailable);
}

TEST(BeastExchange, TriesEachAddressOfAName) {
  ScriptedServer server({{Request(), Send(Answer(kText))}});
  ExchangeOptions options = Loopback(server.port());
  options.endpoint.host = "localhost";  // ::1 first, where it has one.
  EXPECT_TRUE(Fetcher(options).Get().is_ok());
}

TEST(BeastExchange, TimesOutWhileConnecting) {
  const FullPort full;
  ExchangeOptions options = Loopback(full.port());
  options.connect_timeout = absl::Milliseconds(200);
  const Outcome out = Fetcher(options).Get();
  EXPECT_EQ(out.reason(), Reason::kUpstreamUnavailable) << out.status;
  EXPECT_EQ(
      Fetcher(options).Get(SteadyTime::Now() + absl::Milliseconds(50)).reason(),
      Reason::kDeadline);
}

TEST(BeastExchange, TimesOutDuringATlsHandshake) {
  ScriptedServer server({{Silence()}});
  ExchangeOptions options = Loopback(server.port());
  options.endpoint.tls = true;
  options.connect_timeout = absl::Milliseconds(200);
  const Outcome out = Fetcher(options).Get();
  EXPECT_EQ(out.reason(), Reason::kUpstreamUnavailable) << out.status;
}

TEST(BeastExchange, KeepsTheDeadlineInEveryPhase) {
  const Script parts[] = {
      {Request(), Silence()},
      {Request(), Send("HTTP/1.1 200 O"), Silence()},
      {Request(), Send(Sized()), Silence()},
  };
  for (const Script& script : parts) {
    ScriptedServer server({script});
    Fetcher fetcher(Loopback(server.port()));
    const Outcome out =
        fetcher.Get(SteadyTime::Now() + absl::Milliseconds(200));
    EXPECT_EQ(out.reason(), Reason::kDeadline)
        << script.size() << ": " << out.status;
  }
}

TEST(BeastExchange, RejectsAMalformedCaFile) {
  boost::asio::io_context io;
  ExchangeOptions options = Loopback(1);
  options.endpoint.tls = true;
  options.ca_file = "/dev/null";
  const auto made = BeastExchange::Make(io.get_executor(), options);
  EXPECT_EQ(made.status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace backlinks::exchange::testing_exchange
