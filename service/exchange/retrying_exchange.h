// Retries requests that failed before a usable response began.
//
// Retried:  an unavailable upstream (connection refused, TLS failure, reset,
//           early end, timeout) and HTTP 408, 429, 500, 502, 503, 504; after
//           the delay of Retry-After, or else a backoff with jitter. HTTP 429
//           has its own pace, because API v3 limits requests per minute and
//           sends no Retry-After with a 429. Not retried: a request whose
//           response is usable, and one that could be sent again only after the
//           deadline: the last response is returned as it is.
// Errors:   those of the last attempt.
// Threads:  one executor.  Cancel: also ends the wait.
#ifndef BACKLINKS_SERVICE_EXCHANGE_RETRYING_EXCHANGE_H_
#define BACKLINKS_SERVICE_EXCHANGE_RETRYING_EXCHANGE_H_

#include <memory>
#include <optional>
#include <utility>

#include "absl/time/time.h"
#include "service/common/backoff/backoff.h"
#include "service/exchange/http_exchange.h"
#include "service/model/upstream_observer.h"

namespace backlinks::exchange {

struct RetryPace {
  int max_attempts = 3;  // Maximum number of attempts that fail in this way.
  BackoffPolicy backoff = {.first = absl::Milliseconds(200),
                           .max = absl::Seconds(10)};
  // A request with a longer Retry-After is not retried.
  absl::Duration max_retry_after = absl::Seconds(10);
};

struct RetryOptions {
  RetryPace failure;
  // HTTP 429: at least 45 seconds in total, a minute on average.
  RetryPace rate = {
      .max_attempts = 8,
      .backoff = {.first = absl::Seconds(1), .max = absl::Seconds(30)},
      .max_retry_after = absl::Minutes(1)};
};

class RetryingExchange final : public HttpExchange {
 public:
  // `observer`, which receives each retry, must outlive the exchange.
  RetryingExchange(std::unique_ptr<HttpExchange> exchange,
                   const RetryOptions& options,
                   UpstreamObserver& observer = UpstreamObserver::None())
      : exchange_(std::move(exchange)),
        options_(options),
        observer_(observer) {}

  boost::asio::awaitable<absl::StatusOr<std::unique_ptr<HttpResponse>>> Send(
      const HttpRequest& request, SteadyTime deadline,
      int64_t& attempts) override;

 private:
  // The number of failed attempts of one Send, by kind of failure.
  struct Counters {
    int failures = 0;
    int rates = 0;
  };

  // Counts the attempt and returns the wait before the next one. Empty if there
  // must not be another.
  std::optional<absl::Duration> NextWait(
      const absl::StatusOr<std::unique_ptr<HttpResponse>>& response,
      Counters& counters);

  std::unique_ptr<HttpExchange> exchange_;
  const RetryOptions options_;
  UpstreamObserver& observer_;
};

}  // namespace backlinks::exchange

#endif  // BACKLINKS_SERVICE_EXCHANGE_RETRYING_EXCHANGE_H_
