#include "service/exchange/rate_limited_exchange.h"

#include <string>

#include "boost/asio/steady_timer.hpp"
#include "boost/asio/this_coro.hpp"
#include "fmt/format.h"
#include "service/common/status/status.h"
#include "service/exchange/cancel.h"

namespace backlinks::exchange {
namespace {

namespace asio = boost::asio;
using Response = absl::StatusOr<std::unique_ptr<HttpResponse>>;

absl::Status TooLate(const RateLimit& limit, absl::Duration wait) {
  const std::string requests = fmt::to_string(limit.requests);
  const std::string window = absl::FormatDuration(limit.window);
  absl::Status status = MakeError(
      Reason::kUpstreamRate,
      fmt::format("this server sends the upstream no more than {} requests in "
                  "{}, and this request would have to wait until after the "
                  "deadline of the call",
                  requests, window),
      {{"requests", requests}, {"window", window}});
  return WithRetryDelay(std::move(status), wait);
}

}  // namespace

asio::awaitable<Response> RateLimitedExchange::Send(const HttpRequest& request,
                                                    SteadyTime deadline,
                                                    int64_t& attempts) {
  const RateLimiter::Reservation reservation =
      limiter_.Acquire(deadline - SteadyTime::Now());
  if (!reservation.acquired)
    co_return TooLate(limiter_.limit(), reservation.wait);
  if (reservation.wait > absl::ZeroDuration()) {
    BACKLINKS_CO_RETURN_IF_ERROR(co_await WaitFor(reservation));
  }
  const int64_t before = attempts;
  Response response = co_await exchange_->Send(request, deadline, attempts);
  Reconcile(reservation, attempts - before);
  co_return response;
}

asio::awaitable<absl::Status> RateLimitedExchange::WaitFor(
    const RateLimiter::Reservation& reservation) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  timer.expires_after(absl::ToChronoNanoseconds(reservation.wait));
  const SteadyTime start = SteadyTime::Now();
  const auto error = co_await AwaitOrClose(
      [&timer](auto token) { return timer.async_wait(std::move(token)); },
      [&timer] { timer.cancel(); });
  observer_.OnRateWait(SteadyTime::Now() - start);
  if (!error) co_return absl::OkStatus();
  limiter_.Release(reservation);
  co_return MakeError(Reason::kCancelled, "the call was cancelled");
}

void RateLimitedExchange::Reconcile(const RateLimiter::Reservation& reservation,
                                    int64_t sent) {
  // There was no connection, so that nothing was sent.
  if (sent == 0) limiter_.Release(reservation);
  // After a kept connection was lost, the request was sent again: the extra
  // requests count, too, but it is too late to wait for them.
  for (; sent > 1; --sent) limiter_.Acquire(absl::InfiniteDuration());
}

}  // namespace backlinks::exchange
