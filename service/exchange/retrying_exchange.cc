#include "service/exchange/retrying_exchange.h"

#include <utility>

#include "absl/time/clock.h"
#include "boost/asio/steady_timer.hpp"
#include "boost/asio/this_coro.hpp"
#include "service/common/status/status.h"
#include "service/model/retry_after.h"
#include "service/net/cancel.h"

namespace backlinks::exchange {
namespace {

namespace asio = boost::asio;
using Response = absl::StatusOr<std::unique_ptr<HttpResponse>>;

enum class Outcome { kFinal, kFailure, kRate };

Outcome OutcomeOf(const Response& response) {
  if (!response.ok()) {
    const auto reason = GetReason(response.status());
    return reason == Reason::kUpstreamUnavailable ? Outcome::kFailure
                                                  : Outcome::kFinal;
  }
  switch ((*response)->head().status) {
    case 408:
    case 500:
    case 502:
    case 503:
    case 504:
      return Outcome::kFailure;
    case 429:
      return Outcome::kRate;
    default:
      return Outcome::kFinal;
  }
}

// The delay of Retry-After; zero if there is none, or in an unknown format.
absl::Duration RetryAfter(const Response& response) {
  if (!response.ok()) return absl::ZeroDuration();
  return ParseRetryAfter((*response)->head().header("retry-after").value_or(""),
                         absl::Now())
      .value_or(absl::ZeroDuration());
}

}  // namespace

asio::awaitable<Response> RetryingExchange::Send(const HttpRequest& request,
                                                 SteadyTime deadline,
                                                 int64_t& attempts) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  Counters counters;
  while (true) {
    Response response = co_await exchange_->Send(request, deadline, attempts);
    const std::optional<absl::Duration> wait = NextWait(response, counters);
    if (!wait || SteadyTime::Now() + *wait >= deadline) co_return response;
    const int http_status = response.ok() ? (*response)->head().status : 0;
    response = absl::UnknownError("");  // Closes the connection.
    timer.expires_after(absl::ToChronoNanoseconds(*wait));
    const auto error = co_await net::AwaitOrClose(
        [&timer](auto token) { return timer.async_wait(std::move(token)); },
        [&timer] { timer.cancel(); });
    if (error) {
      co_return MakeError(Reason::kCancelled, "the call was cancelled");
    }
    observer_.OnUpstreamRetry(http_status, *wait);
  }
}

std::optional<absl::Duration> RetryingExchange::NextWait(
    const Response& response, Counters& counters) {
  const Outcome outcome = OutcomeOf(response);
  if (outcome == Outcome::kFinal) return std::nullopt;
  const bool is_rate = outcome == Outcome::kRate;
  const RetryPace& pace = is_rate ? options_.rate : options_.failure;
  int& attempt = is_rate ? counters.rates : counters.failures;
  if (++attempt >= pace.max_attempts) return std::nullopt;
  const absl::Duration asked = RetryAfter(response);
  if (asked > pace.max_retry_after) return std::nullopt;
  return asked > absl::ZeroDuration() ? asked
                                      : Backoff(pace.backoff, attempt - 1);
}

}  // namespace backlinks::exchange
