#include "service/exchange/retrying_exchange.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "absl/time/clock.h"
#include "boost/asio/steady_timer.hpp"
#include "boost/asio/this_coro.hpp"
#include "service/exchange/cancel.h"
#include "service/status/status.h"

namespace backlinks {
namespace {

namespace asio = boost::asio;
using Response = absl::StatusOr<std::unique_ptr<HttpResponse>>;

bool MayRetry(const Response& response) {
  if (!response.ok()) {
    return GetReason(response.status()) == Reason::kUpstreamUnavailable;
  }
  switch ((*response)->head().status) {
    case 408:
    case 429:
    case 500:
    case 502:
    case 503:
    case 504:
      return true;
    default:
      return false;
  }
}

// What the upstream asks for; zero: nothing that can be understood.
absl::Duration RetryAfter(const Response& response) {
  if (!response.ok()) return absl::ZeroDuration();
  const auto text = (*response)->head().header("retry-after");
  if (!text) return absl::ZeroDuration();
  int seconds = 0;
  std::from_chars(text->data(), text->data() + text->size(), seconds);
  return absl::Seconds(std::max(seconds, 0));
}

}  // namespace

asio::awaitable<Response> RetryingExchange::Send(const HttpRequest& request,
                                                 absl::Time deadline,
                                                 int64_t& attempts) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  for (int attempt = 1;; ++attempt) {
    const absl::Time start = absl::Now();
    Response response = co_await exchange_->Send(request, deadline, attempts);
    observer_.OnUpstream(response.ok() ? (*response)->head().status : 0,
                         absl::Now() - start);
    if (attempt == options_.max_attempts || !MayRetry(response)) {
      co_return response;
    }
    const absl::Duration wait =
        std::max(Backoff(attempt), RetryAfter(response));
    if (absl::Now() + wait >= deadline || wait > options_.max_backoff) {
      co_return response;
    }
    response = absl::UnknownError("");  // Closes the connection.
    timer.expires_after(absl::ToChronoNanoseconds(wait));
    const auto error = co_await AwaitOrClose(
        [&timer](auto token) { return timer.async_wait(std::move(token)); },
        [&timer] { timer.cancel(); });
    if (error) {
      co_return MakeError(Reason::kCancelled, "the call was cancelled");
    }
  }
}

absl::Duration RetryingExchange::Backoff(int attempt) {
  const absl::Duration full = std::min(
      options_.first_backoff * (1 << (attempt - 1)), options_.max_backoff);
  // Half of it by chance, so that streams that failed together do not come
  // back together.
  return full * std::uniform_real_distribution<double>(0.5, 1.0)(random_);
}

}  // namespace backlinks
