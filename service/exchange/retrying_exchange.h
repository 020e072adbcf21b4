// Sends again what failed before its first row could come.
//
// Retried:  an upstream that is unavailable (refused, TLS, reset, early end,
//           timeout) and HTTP 408, 429, 500, 502, 503, 504; after a backoff
//           with jitter or what Retry-After asks for, if the deadline allows.
//           Not retried: anything once the head of a usable answer is here.
// Errors:   those of the last attempt.
// Threads:  one executor.  Cancel: ends the wait too.
#ifndef BACKLINKS_SERVICE_EXCHANGE_RETRYING_EXCHANGE_H_
#define BACKLINKS_SERVICE_EXCHANGE_RETRYING_EXCHANGE_H_

#include <memory>
#include <random>

#include "absl/time/time.h"
#include "service/exchange/http_exchange.h"
#include "service/model/call_record.h"

namespace backlinks {

struct RetryOptions {
  int max_attempts = 3;
  absl::Duration first_backoff = absl::Milliseconds(200);  // Doubles.
  absl::Duration max_backoff = absl::Seconds(10);
};

class RetryingExchange final : public HttpExchange {
 public:
  // `observer` is told of every attempt, and must outlive the exchange.
  RetryingExchange(std::unique_ptr<HttpExchange> exchange,
                   const RetryOptions& options, CallObserver& observer)
      : exchange_(std::move(exchange)),
        options_(options),
        observer_(observer),
        random_(std::random_device()()) {}

  boost::asio::awaitable<absl::StatusOr<std::unique_ptr<HttpResponse>>> Send(
      const HttpRequest& request, absl::Time deadline,
      int64_t& attempts) override;

 private:
  absl::Duration Backoff(int attempt);

  std::unique_ptr<HttpExchange> exchange_;
  const RetryOptions options_;
  CallObserver& observer_;
  std::minstd_rand random_;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_EXCHANGE_RETRYING_EXCHANGE_H_
