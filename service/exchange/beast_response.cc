#include "service/exchange/beast_response.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "boost/beast/http/field.hpp"
#include "fmt/format.h"
#include "service/status/status.h"

namespace backlinks {
namespace {

namespace asio = boost::asio;

constexpr size_t kWindowBytes = 64 << 10;
constexpr uint32_t kMaxHeadBytes = 64 << 10;

std::string Lower(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return std::tolower(c); });
  return lower;
}

}  // namespace

BeastResponse::BeastResponse(std::unique_ptr<Connection> connection,
                             std::shared_ptr<asio::ssl::context> tls,
                             std::weak_ptr<ConnectionPool> pool,
                             StepLimit limit)
    : tls_(std::move(tls)),
      connection_(std::move(connection)),
      pool_(std::move(pool)),
      limit_(limit),
      window_(kWindowBytes, '\0') {
  parser_.header_limit(kMaxHeadBytes);
  parser_.body_limit(boost::none);
}

asio::awaitable<absl::Status> BeastResponse::ReadHead(StepLimit limit) {
  BACKLINKS_CO_RETURN_IF_ERROR(co_await connection_->ReadHead(parser_, limit));
  co_return TakeHead();
}

absl::Status BeastResponse::TakeHead() {
  const auto& message = parser_.get();
  head_.status = static_cast<int>(message.result_int());
  for (const auto& field : message) {
    head_.headers.emplace_back(
        Lower({field.name_string().data(), field.name_string().size()}),
        std::string(field.value().data(), field.value().size()));
  }
  const std::string coding =
      Lower(head_.header("content-encoding").value_or("identity"));
  if (coding == "gzip" || coding == "x-gzip" || coding == "deflate") {
    inflater_.emplace(kWindowBytes);
  } else if (coding != "identity" && !coding.empty()) {
    return MakeError(Reason::kUpstreamMalformed,
                     "the upstream uses a content coding nobody asked for");
  }
  if (parser_.is_done()) GiveBack();
  return absl::OkStatus();
}

asio::awaitable<absl::StatusOr<std::string_view>> BeastResponse::Read() {
  if (!inflater_) co_return co_await ReadWire();
  while (true) {
    const auto piece = inflater_->Next();
    if (!piece.ok() || !piece->empty()) co_return piece;
    const auto wire = co_await ReadWire();
    if (!wire.ok()) co_return wire.status();
    if (wire->empty()) break;
    inflater_->Feed(*wire);
  }
  if (received_bytes_ > 0 && !inflater_->finished()) {
    co_return MakeError(Reason::kUpstreamMalformed,
                        "the upstream's compressed body is cut off");
  }
  co_return std::string_view();
}

asio::awaitable<absl::StatusOr<std::string_view>> BeastResponse::ReadWire() {
  while (!parser_.is_done()) {
    auto& body = parser_.get().body();
    body.data = window_.data();
    body.size = window_.size();
    BACKLINKS_CO_RETURN_IF_ERROR(
        co_await connection_->ReadBody(parser_, limit_));
    const size_t size = window_.size() - body.size;
    received_bytes_ += static_cast<int64_t>(size);
    if (parser_.is_done()) GiveBack();
    if (size > 0) co_return std::string_view(window_.data(), size);
  }
  co_return std::string_view();
}

void BeastResponse::GiveBack() {
  const auto pool = pool_.lock();
  if (pool && connection_ && parser_.get().keep_alive()) {
    pool->Keep(std::move(connection_));
  }
  connection_.reset();
}

}  // namespace backlinks
