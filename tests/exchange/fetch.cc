#include "tests/exchange/fetch.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/time/clock.h"
#include "boost/asio/bind_cancellation_slot.hpp"
#include "boost/asio/co_spawn.hpp"
#include "boost/asio/post.hpp"
#include "boost/asio/this_coro.hpp"
#include "gtest/gtest.h"
#include "service/common/status/status.h"

namespace backlinks::exchange::testing_exchange {
namespace {

namespace asio = boost::asio;

constexpr auto kBound = std::chrono::seconds(30);

asio::awaitable<void> Fetch(HttpExchange& exchange, SteadyTime deadline,
                            size_t max_piece_bytes, Outcome& out) {
  HttpRequest request = SecretRequest();
  request.max_piece_bytes = max_piece_bytes;
  auto response = co_await exchange.Send(request, deadline, out.attempts);
  out.status = response.status();
  if (!response.ok()) co_return;
  out.head = (*response)->head();
  // Buffers are released after every other piece.
  for (bool release = false;; release = !release) {
    const bool has_ended = (*response)->has_ended();
    const auto piece = co_await (*response)->Read();
    EXPECT_TRUE(!has_ended || (piece.ok() && piece->empty()));
    out.status = piece.status();
    if (!piece.ok() || piece->empty()) break;
    out.body += *piece;
    out.longest_piece = std::max(out.longest_piece, piece->size());
    out.knew_end = (*response)->has_ended();
    if (release) (*response)->ReleaseBuffers();
  }
  out.received_bytes = (*response)->received_bytes();
}

}  // namespace

std::optional<Reason> Outcome::reason() const { return GetReason(status); }

std::string Outcome::details() const {
  std::string all(status.message());
  status.ForEachPayload([&all](absl::string_view, const absl::Cord& payload) {
    all += '\n' + std::string(payload);
  });
  return all;
}

ExchangeOptions Loopback(uint16_t port) {
  ExchangeOptions options;
  options.endpoint = {false, "127.0.0.1", port};
  options.connect_timeout = absl::Seconds(10);
  options.read_timeout = absl::Seconds(10);
  return options;
}

HttpRequest SecretRequest() {
  HttpRequest request;
  request.target = Secret(std::string("/?token=") + kSecret);
  request.headers.emplace_back("authorization", Secret(kSecret));
  return request;
}

Fetcher::Fetcher(const ExchangeOptions& options) {
  auto exchange = BeastExchange::Make(io_.get_executor(), options);
  EXPECT_TRUE(exchange.ok()) << exchange.status();
  exchange_ = *std::move(exchange);
}

Outcome Fetcher::Get(SteadyTime deadline) {
  Outcome out;
  Run(Fetch(*exchange_, deadline, max_piece_bytes_, out));
  EXPECT_EQ(out.details().find(kSecret), std::string::npos);
  return out;
}

void Fetcher::Run(asio::awaitable<void> task) {
  const auto guarded =
      [](asio::awaitable<void> inner) -> asio::awaitable<void> {
    co_await asio::this_coro::throw_if_cancelled(false);
    co_await std::move(inner);
  };
  bool ended = false;
  asio::co_spawn(io_, guarded(std::move(task)),
                 asio::bind_cancellation_slot(
                     cancel_.slot(), [&ended](const std::exception_ptr& error) {
                       ended = true;
                       EXPECT_FALSE(error);
                     }));
  io_.restart();
  // Not until nothing is left to do: idle connections are waited for.
  const auto bound = std::chrono::steady_clock::now() + kBound;
  while (!ended && io_.run_one_until(bound) > 0) {
  }
  EXPECT_TRUE(ended);
}

void Fetcher::Cancel() {
  asio::post(io_, [this] {
    cancelled_at_ = absl::Now();
    cancel_.emit(asio::cancellation_type::terminal);
  });
}

void Fetcher::Wrap(const std::function<std::unique_ptr<HttpExchange>(
                       std::unique_ptr<HttpExchange>)>& wrap) {
  exchange_ = wrap(std::move(exchange_));
}

}  // namespace backlinks::exchange::testing_exchange
