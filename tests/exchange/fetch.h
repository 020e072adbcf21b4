// Runs an exchange on an io_context of its own and keeps what came of it.
#ifndef BACKLINKS_TESTS_EXCHANGE_FETCH_H_
#define BACKLINKS_TESTS_EXCHANGE_FETCH_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "boost/asio/awaitable.hpp"
#include "boost/asio/cancellation_signal.hpp"
#include "boost/asio/io_context.hpp"
#include "service/common/status/reason.h"
#include "service/exchange/beast_exchange.h"
#include "service/exchange/http_exchange.h"

namespace backlinks::exchange::testing_exchange {

inline constexpr char kSecret[] = "s3cr3t";

struct Outcome {
  absl::Status status;  // OK: the body came whole.
  ResponseHead head;
  std::string body;
  size_t longest_piece = 0;
  int64_t received_bytes = 0;
  int64_t attempts = 0;
  bool knew_end = false;  // With the last piece.

  std::optional<Reason> reason() const;
  std::string details() const;  // Message and payloads, as they are.
  bool is_ok() const { return status.ok() && head.status == 200; }
};

// Options for this port of the loopback, with timeouts for tests.
ExchangeOptions Loopback(uint16_t port);

class Fetcher {
 public:
  explicit Fetcher(const ExchangeOptions& options);

  // Exchanges once more over the same pool.
  Outcome Get(SteadyTime deadline = SteadyTime::InfiniteFuture());

  // Of the requests from now on.
  void SetMaxPieceBytes(size_t bytes) { max_piece_bytes_ = bytes; }

  // Runs anything on it, until it has ended; 30 seconds at the most.
  void Run(boost::asio::awaitable<void> task);

  // Cancels what runs. From any thread.
  void Cancel();
  absl::Time cancelled_at() const { return cancelled_at_; }

  // Puts another exchange over the one that there is.
  void Wrap(const std::function<std::unique_ptr<HttpExchange>(
                std::unique_ptr<HttpExchange>)>& wrap);
  HttpExchange& exchange() { return *exchange_; }
  boost::asio::io_context& io() { return io_; }

 private:
  boost::asio::io_context io_;
  std::unique_ptr<HttpExchange> exchange_;
  boost::asio::cancellation_signal cancel_;
  absl::Time cancelled_at_ = absl::InfinitePast();
  size_t max_piece_bytes_ = HttpRequest().max_piece_bytes;
};

// Whose target and a header hold kSecret.
HttpRequest SecretRequest();

}  // namespace backlinks::exchange::testing_exchange

#endif  // BACKLINKS_TESTS_EXCHANGE_FETCH_H_
