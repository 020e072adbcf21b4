// One call: sends a request through an exchange and reads the response.
#ifndef BACKLINKS_TESTS_CACHE_CALL_H_
#define BACKLINKS_TESTS_CACHE_CALL_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "boost/asio/any_io_executor.hpp"
#include "boost/asio/awaitable.hpp"
#include "boost/asio/cancellation_signal.hpp"
#include "service/exchange/http_exchange.h"
#include "service/model/http_message.h"
#include "service/model/steady_time.h"

namespace backlinks::cache::testing_cache {

// A request that may be answered by a page of this age.
HttpRequest RequestFor(const std::string& target,
                       std::optional<absl::Duration> max_cache_age);

class Call {
 public:
  struct Options {
    SteadyTime deadline = SteadyTime::InfiniteFuture();
    // Destroys the response after so many pieces.
    size_t max_pieces = SIZE_MAX;
    // Pauses after each piece.
    absl::Duration pace;
  };

  // Starts on the executor.
  Call(const boost::asio::any_io_executor& executor,
       exchange::HttpExchange& exchange, HttpRequest request, Options options);
  Call(const boost::asio::any_io_executor& executor,
       exchange::HttpExchange& exchange, HttpRequest request)
      : Call(executor, exchange, std::move(request), Options()) {}

  // Any thread. Has no effect if the call has ended.
  void Cancel();

  // Any thread.
  bool ended() const { return state_->ended; }

  // After the end.
  const absl::Status& status() const { return state_->status; }
  const std::string& body() const { return state_->body; }
  const ResponseHead& head() const { return state_->head; }
  std::optional<absl::Time> cached_at() const { return state_->cached_at; }
  int64_t attempts() const { return state_->attempts; }
  size_t attempt_records() const { return state_->records.size(); }
  bool ended_by_close() const { return state_->ended_by_close; }
  int64_t received_bytes() const { return state_->received_bytes; }

 private:
  // Lives as long as the coroutine.
  struct State {
    boost::asio::any_io_executor executor;
    HttpRequest request;
    Options options;
    boost::asio::cancellation_signal cancel;
    std::atomic<bool> ended = false;
    absl::Status status = absl::UnknownError("it runs");
    std::string body;
    ResponseHead head;
    std::optional<absl::Time> cached_at;
    int64_t attempts = 0;
    std::vector<HttpAttempt> records;
    bool ended_by_close = false;
    int64_t received_bytes = 0;
  };

  static boost::asio::awaitable<void> Run(std::shared_ptr<State> state,
                                          exchange::HttpExchange& exchange);
  static boost::asio::awaitable<absl::Status> ReadAll(
      State& state, exchange::HttpResponse& response);

  std::shared_ptr<State> state_ = std::make_shared<State>();
};

}  // namespace backlinks::cache::testing_cache

#endif  // BACKLINKS_TESTS_CACHE_CALL_H_
