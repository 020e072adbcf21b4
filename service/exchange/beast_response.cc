#include "service/exchange/beast_response.h"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <utility>

#include "boost/beast/http/field.hpp"
#include "fmt/format.h"
#include "service/common/status/status.h"

namespace backlinks::exchange {
namespace {

namespace asio = boost::asio;

// Compressed bytes are several times as many when inflated.
constexpr size_t kCompressedPart = 4;
constexpr uint32_t kMaxHeadBytes = 64 << 10;
constexpr int kMaxInterimHeads = 8;
constexpr unsigned kFinalStatus = 200;  // Lower statuses are interim.

std::string Lower(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return std::tolower(c); });
  return lower;
}

absl::Status Malformed(std::string_view what, int64_t byte_offset) {
  return MakeError(Reason::kUpstreamMalformed,
                   fmt::format("the upstream's {}", what),
                   {{"byte_offset", fmt::to_string(byte_offset)}});
}

}  // namespace

BeastResponse::BeastResponse(std::unique_ptr<Connection> connection,
                             std::shared_ptr<asio::ssl::context> tls,
                             std::weak_ptr<ConnectionPool> pool,
                             StepLimit limit, size_t max_piece_bytes,
                             int64_t max_body_bytes, UpstreamObserver& observer)
    : tls_(std::move(tls)),
      connection_(std::move(connection)),
      pool_(std::move(pool)),
      limit_(limit),
      read_bytes_(max_piece_bytes),
      max_body_bytes_(max_body_bytes),
      observer_(observer) {}

BeastResponse::~BeastResponse() {
  if (parser_ && parser_->is_done()) Release();
  if (head_.status == 0) return;
  observer_.OnUpstreamPhase(UpstreamPhase::kBody, body_time_);
}

asio::awaitable<absl::Status> BeastResponse::ReadHead(StepLimit limit) {
  for (int interim = 0; interim <= kMaxInterimHeads; ++interim) {
    parser_.emplace();
    parser_->header_limit(kMaxHeadBytes);
    parser_->body_limit(boost::none);
    const absl::Status read = co_await connection_->ReadHead(*parser_, limit);
    begun_ = begun_ || parser_->got_some();
    if (!read.ok()) co_return read;
    if (parser_->get().result_int() >= kFinalStatus) co_return TakeHead();
  }
  co_return MakeError(Reason::kUpstreamMalformed,
                      "the upstream sends too many interim responses");
}

absl::Status BeastResponse::TakeHead() {
  const auto& message = parser_->get();
  head_.status = static_cast<int>(message.result_int());
  for (const auto& field : message) {
    head_.headers.emplace_back(
        Lower({field.name_string().data(), field.name_string().size()}),
        std::string(field.value().data(), field.value().size()));
  }
  const std::string coding =
      Lower(head_.header("content-encoding").value_or("identity"));
  if (coding == "gzip" || coding == "x-gzip" || coding == "deflate") {
    inflater_.emplace(read_bytes_);
    read_bytes_ /= kCompressedPart;
  } else if (coding != "identity" && !coding.empty()) {
    return MakeError(
        Reason::kUpstreamMalformed,
        "the upstream uses a content coding that was not requested");
  }
  if (parser_->is_done()) Release();
  return absl::OkStatus();
}

asio::awaitable<absl::StatusOr<std::string_view>> BeastResponse::Read() {
  absl::StatusOr<std::string_view> piece;
  if (inflater_) {
    piece = co_await ReadInflated();
  } else {
    piece = co_await ReadWire();
  }
  if (!piece.ok()) co_return piece;
  given_bytes_ += static_cast<int64_t>(piece->size());
  if (given_bytes_ > max_body_bytes_) {
    co_return Malformed(
        fmt::format("body is longer than {} bytes", max_body_bytes_),
        received_bytes_);
  }
  has_ended_ = !inflater_ && parser_->is_done();
  co_return piece;
}

asio::awaitable<absl::StatusOr<std::string_view>>
BeastResponse::ReadInflated() {
  while (true) {
    const auto piece = inflater_->Next();
    if (!piece.ok() || !piece->empty()) co_return piece;
    const auto wire = co_await ReadWire();
    if (!wire.ok()) co_return wire.status();
    if (wire->empty()) break;
    inflater_->Feed(*wire);
  }
  if (received_bytes_ == 0 || inflater_->finished()) {
    co_return std::string_view();
  }
  if (!ended_by_close()) {
    co_return Malformed("compressed body is cut off", received_bytes_);
  }
  // The closing of the connection ended the body.
  co_return MakeError(Reason::kUpstreamUnavailable,
                      "the upstream closed the connection too early",
                      {{"step", std::string(limit_.step)}});
}

asio::awaitable<absl::StatusOr<std::string_view>> BeastResponse::ReadWire() {
  while (!parser_->is_done()) {
    std::string_view& piece = parser_->get().body();
    piece = {};
    const auto start = std::chrono::steady_clock::now();
    const absl::Status read =
        co_await connection_->ReadBody(*parser_, read_bytes_, limit_);
    body_time_ += absl::FromChrono(std::chrono::steady_clock::now() - start);
    if (GetReason(read) == Reason::kUpstreamMalformed) {
      co_return WithMetadata(read, "byte_offset",
                             fmt::to_string(received_bytes_));
    }
    if (!read.ok()) co_return read;
    received_bytes_ += static_cast<int64_t>(piece.size());
    if (!piece.empty()) co_return piece;
  }
  Release();
  co_return std::string_view();
}

void BeastResponse::ReleaseBuffers() {
  if (inflater_) inflater_->ReleaseWindow();
  // The inflater reads its input in the connection's buffer.
  const bool is_read = inflater_ && inflater_->has_input();
  if (connection_ && !is_read) connection_->ReleaseBuffer();
}

void BeastResponse::Release() {
  const auto pool = pool_.lock();
  if (pool && connection_ && parser_->get().keep_alive()) {
    connection_->ReleaseBuffer();
    pool->Keep(std::move(connection_));
  }
  connection_.reset();
}

}  // namespace backlinks::exchange
