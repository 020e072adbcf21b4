// Sends again what failed before its first row could come.
//
// Retried:  an upstream that is unavailable (refused, TLS, reset, early end,
//           timeout) and HTTP 408, 429, 500, 502, 503, 504; after what
//           Retry-After asks for, else a backoff with jitter. HTTP 429 has a
//           patience of its own: API v3 counts requests by the minute and
//           says of no 429 how long to wait.
//           Not retried: anything once the head of a usable answer is here;
//           what could be sent again only after the deadline: its answer is
//           handed out as it is.
// Errors:   those of the last attempt.
// Threads:  one executor.  Cancel: ends the wait too.
#ifndef BACKLINKS_SERVICE_EXCHANGE_RETRYING_EXCHANGE_H_
#define BACKLINKS_SERVICE_EXCHANGE_RETRYING_EXCHANGE_H_

#include <memory>
#include <optional>
#include <random>
#include <utility>

#include "absl/time/time.h"
#include "service/exchange/http_exchange.h"
#include "service/model/upstream_observer.h"

namespace backlinks {

struct RetryPace {
  int max_attempts = 3;  // That end like this.
  absl::Duration first_backoff = absl::Milliseconds(200);  // Doubles.
  absl::Duration max_backoff = absl::Seconds(10);
  // A longer Retry-After is not waited for.
  absl::Duration max_retry_after = absl::Seconds(10);
};

struct RetryOptions {
  RetryPace failure;
  // HTTP 429: at the least 45 seconds, on average a minute.
  RetryPace rate = {8, absl::Seconds(1), absl::Seconds(30), absl::Minutes(1)};
};

class RetryingExchange final : public HttpExchange {
 public:
  // `observer`, who hears of every retry, must outlive the exchange.
  RetryingExchange(std::unique_ptr<HttpExchange> exchange,
                   const RetryOptions& options,
                   UpstreamObserver& observer = UpstreamObserver::None())
      : exchange_(std::move(exchange)),
        options_(options),
        observer_(observer),
        random_(std::random_device()()) {}

  boost::asio::awaitable<absl::StatusOr<std::unique_ptr<HttpResponse>>> Send(
      const HttpRequest& request, absl::Time deadline,
      int64_t& attempts) override;

 private:
  // How many attempts of one Send have ended in which way.
  struct Counters {
    int failures = 0;
    int rates = 0;
  };

  // Counts the answer; how long to wait before the next attempt, if there is
  // to be one.
  std::optional<absl::Duration> NextWait(
      const absl::StatusOr<std::unique_ptr<HttpResponse>>& response,
      Counters& counters);
  absl::Duration Backoff(const RetryPace& pace, int attempt);

  std::unique_ptr<HttpExchange> exchange_;
  const RetryOptions options_;
  UpstreamObserver& observer_;
  std::minstd_rand random_;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_EXCHANGE_RETRYING_EXCHANGE_H_
