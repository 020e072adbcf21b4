#include "service/exchange/rate_limited_exchange.h"

#include <string>

#include "boost/asio/any_io_executor.hpp"
#include "boost/asio/post.hpp"
#include "boost/asio/steady_timer.hpp"
#include "boost/asio/this_coro.hpp"
#include "fmt/format.h"
#include "service/common/status/status.h"
#include "service/net/cancel.h"

namespace backlinks::exchange {
namespace {

namespace asio = boost::asio;
using Response = absl::StatusOr<std::unique_ptr<HttpResponse>>;

absl::Status TooLate(const RateLimit& limit, absl::Duration wait) {
  const std::string requests = fmt::to_string(limit.requests);
  const std::string window = absl::FormatDuration(limit.window);
  absl::Status status = MakeError(
      Reason::kUpstreamRate,
      fmt::format("the upstream is sent no more than {} requests in {}, and "
                  "this request would have to wait until after the deadline of "
                  "the call",
                  requests, window),
      {{"requests", requests}, {"window", window}});
  return WithRetryDelay(std::move(status), wait);
}

}  // namespace

asio::awaitable<Response> RateLimitedExchange::Send(const HttpRequest& request,
                                                    SteadyTime deadline,
                                                    int64_t& attempts) {
  PermitRequest permit(limiter_, request.caller);
  const absl::Duration wait = permit.Wait();
  if (wait > absl::ZeroDuration()) {
    if (SteadyTime::Now() + wait >= deadline) {
      co_return TooLate(limiter_->limit(), wait);
    }
    const SteadyTime start = SteadyTime::Now();
    const absl::Status granted = co_await WaitFor(permit, deadline);
    observer_.OnRateWait(request.caller, SteadyTime::Now() - start);
    BACKLINKS_CO_RETURN_IF_ERROR(granted);
  }
  const int64_t before = attempts;
  Response response = co_await exchange_->Send(request, deadline, attempts);
  permit.OnSent(attempts - before);
  co_return response;
}

asio::awaitable<absl::Status> RateLimitedExchange::WaitFor(
    PermitRequest& permit, SteadyTime deadline) {
  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  // Shared, because a wake that is on its way may arrive after the wait.
  const auto timer = std::make_shared<asio::steady_timer>(executor);
  permit.OnSooner([executor, timer] {
    asio::post(executor, [timer] { timer->cancel(); });
  });
  while (true) {
    const absl::Duration wait = permit.Wait();
    if (wait == absl::ZeroDuration()) co_return absl::OkStatus();
    if (SteadyTime::Now() + wait >= deadline) {
      co_return TooLate(limiter_->limit(), wait);
    }
    timer->expires_after(absl::ToChronoNanoseconds(wait));
    // A wake has the same result as a cancellation.
    co_await net::AwaitOrClose(
        [&timer](auto token) { return timer->async_wait(std::move(token)); },
        [&timer] { timer->cancel(); });
    const bool cancelled = co_await net::IsCancelled();
    if (cancelled) {
      co_return MakeError(Reason::kCancelled, "the call was cancelled");
    }
  }
}

}  // namespace backlinks::exchange
