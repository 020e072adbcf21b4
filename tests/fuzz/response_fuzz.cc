// Any bytes as an upstream's HTTP response: through Beast, decompression and
// decoder, to rows or to an error of the upstream. The first byte chooses the
// dialect, and the pieces in which the bytes arrive a second time: then the
// outcome has to be the same.
#include <array>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "backlinks/v1/backlinks_service.pb.h"
#include "boost/asio/co_spawn.hpp"
#include "boost/asio/detached.hpp"
#include "boost/asio/io_context.hpp"
#include "service/common/status/status.h"
#include "service/decode/flat_document.h"
#include "service/decode/page_decoder.h"
#include "service/dialect/dialect.h"
#include "service/encode/row_encoder.h"
#include "service/exchange/beast_exchange.h"
#include "tests/fuzz/check.h"
#include "tests/fuzz/raw_upstream.h"

namespace backlinks::fuzz {
namespace {

namespace asio = boost::asio;

constexpr int64_t kMaxBodyBytes = 1 << 20;
constexpr size_t kMaxPieceBytes = 64 << 10;

class Encoder final : public decode::RowSink {
 public:
  absl::Status OnRow(const Row& row) override {
    bytes += encode::RowEncoder().Encode(row, FullColumnSet());
    return absl::OkStatus();
  }
  std::string bytes;
};

struct Outcome {
  absl::Status status;
  std::string rows;
  int64_t row_count = 0;
};

decode::PageDecoder DecoderOf(const dialect::Dialect& dialect,
                              Encoder& encoder) {
  return decode::PageDecoder(
      {.rows_key = std::string(dialect.rows_key()),
       .column_of =
           [&dialect](std::string_view name) { return dialect.ColumnOf(name); },
       .wanted = FullColumnSet(),
       .readings = dialect.readings(),
       .keep_other_columns = true,
       .limits = {}},
      encoder);
}

void CheckHead(const dialect::Dialect& dialect, const ResponseHead& head) {
  BACKLINKS_FUZZ_CHECK(head.status >= 200 && head.status < 1000);
  BACKLINKS_FUZZ_CHECK(dialect.ResultCount(head).value_or(0) >= 0);
  BACKLINKS_FUZZ_CHECK(dialect.ReportedPrice(head).value_or(0) >= 0);
}

// The document of an account, of which nothing is known but the limits.
void CheckAllowance(const dialect::Dialect& dialect, std::string_view body) {
  const auto document = decode::DecodeFlat(body);
  if (!document.ok()) return;
  const auto allowance = dialect.ReadAllowance(*document);
  BACKLINKS_FUZZ_CHECK(!allowance || allowance->limit >= 0);
}

asio::awaitable<absl::Status> ReadBody(exchange::HttpResponse& response,
                                       decode::PageDecoder& decoder,
                                       std::string& body) {
  while (true) {
    const auto piece = co_await response.Read();
    if (!piece.ok()) co_return piece.status();
    if (piece->empty()) break;
    BACKLINKS_FUZZ_CHECK(piece->size() <= kMaxPieceBytes);
    body += *piece;
    const absl::Status decoded = decoder.Write(*piece);
    if (!decoded.ok()) co_return decoded;
  }
  co_return decoder.Finish();
}

// As PageReader does.
asio::awaitable<Outcome> ReadPage(const dialect::Dialect& dialect,
                                  exchange::HttpResponse& response) {
  const ResponseHead& head = response.head();
  CheckHead(dialect, head);
  Outcome outcome{.status = dialect.CheckHead(head)};
  if (!outcome.status.ok() && !dialect.NeedsErrorBody(head)) co_return outcome;
  Encoder encoder;
  decode::PageDecoder decoder = DecoderOf(dialect, encoder);
  std::string body;
  const absl::Status read = co_await ReadBody(response, decoder, body);
  BACKLINKS_FUZZ_CHECK(static_cast<int64_t>(body.size()) <= kMaxBodyBytes);
  CheckAllowance(dialect, body);
  if (decoder.error_text()) {
    outcome.status = dialect.ErrorOf(head, *decoder.error_text());
    BACKLINKS_FUZZ_CHECK(!outcome.status.ok());
  } else if (outcome.status.ok()) {
    outcome.status = read;
  }
  outcome.rows = std::move(encoder.bytes);
  outcome.row_count = decoder.row_count();
  co_return outcome;
}

asio::awaitable<Outcome> Fetch(const dialect::Dialect& dialect, uint16_t port) {
  const exchange::ExchangeOptions options = {
      .endpoint = {.host = "127.0.0.1", .port = port},
      .max_body_bytes = kMaxBodyBytes};
  const auto executor = co_await asio::this_coro::executor;
  auto exchange = exchange::BeastExchange::Make(executor, options);
  BACKLINKS_FUZZ_CHECK(exchange.ok());
  const HttpRequest request = {.target = Secret("/")};
  int64_t attempts = 0;
  auto response = co_await (*exchange)->Send(
      request, SteadyTime::InfiniteFuture(), attempts);
  BACKLINKS_FUZZ_CHECK(attempts == 1);
  if (!response.ok()) {
    Outcome failed{.status = response.status()};
    co_return failed;
  }
  co_return co_await ReadPage(dialect, **response);
}

Outcome Exchange(const dialect::Dialect& dialect, std::string_view bytes,
                 size_t piece) {
  static asio::io_context io;
  static RawUpstream upstream(io);
  std::optional<Outcome> outcome;
  asio::co_spawn(io, upstream.Answer(bytes, piece), asio::detached);
  asio::co_spawn(io, Fetch(dialect, upstream.port()),
                 [&outcome](const std::exception_ptr& error, Outcome fetched) {
                   BACKLINKS_FUZZ_CHECK(!error);
                   outcome = std::move(fetched);
                 });
  io.restart();
  io.run();
  BACKLINKS_FUZZ_CHECK(outcome.has_value());
  return *std::move(outcome);
}

void CheckOutcome(const Outcome& outcome) {
  v1::StreamRefpagesResponse message;  // Strings that are not UTF-8 fail.
  BACKLINKS_FUZZ_CHECK(message.ParseFromString(outcome.rows));
  BACKLINKS_FUZZ_CHECK(message.refpages_size() == outcome.row_count);
  if (outcome.status.ok()) return;
  const auto reason = GetReason(outcome.status);
  BACKLINKS_FUZZ_CHECK(reason >= Reason::kUpstreamCredentials &&
                       reason <= Reason::kUpstreamMalformed);
  BACKLINKS_FUZZ_CHECK(outcome.status.message().size() < 1024);
}

void FuzzResponse(std::string_view input) {
  static const std::array<std::unique_ptr<dialect::Dialect>, 2> dialects = {
      dialect::MakeAhrefsV2("/", Secret("token")),
      dialect::MakeAhrefsV3({.base_path = "/v3/", .token = Secret("token")})};
  const auto options = static_cast<unsigned char>(input.front());
  const dialect::Dialect& dialect = *dialects[options & 1];
  const std::string_view bytes = input.substr(1);
  const Outcome whole = Exchange(dialect, bytes, bytes.size() + 1);
  CheckOutcome(whole);
  const Outcome pieces = Exchange(dialect, bytes, 1 + options / 2);
  CheckOutcome(pieces);
  // Of a damaged response more may be read if it arrives in pieces.
  BACKLINKS_FUZZ_CHECK(pieces.status.ok() == whole.status.ok());
  BACKLINKS_FUZZ_CHECK(!whole.status.ok() || pieces.rows == whole.rows);
}

}  // namespace
}  // namespace backlinks::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size > 0) {
    backlinks::fuzz::FuzzResponse({reinterpret_cast<const char*>(data), size});
  }
  return 0;
}
