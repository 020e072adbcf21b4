#include "service/exchange/observed_exchange.h"

#include <utility>

#include "absl/time/clock.h"
#include "service/common/status/status.h"

namespace backlinks::exchange {

boost::asio::awaitable<absl::StatusOr<std::unique_ptr<HttpResponse>>>
ObservedExchange::Send(const HttpRequest& request, SteadyTime deadline,
                       int64_t& attempts) {
  HttpAttempt attempt{.start = absl::Now()};
  const int64_t sent_before = attempts;
  auto response = co_await exchange_->Send(request, deadline, attempts);
  attempt.duration = SteadyTime::Now() - attempt.began;
  const int http_status = response.ok() ? (*response)->head().status : 0;
  if (GetReason(response.status()) != Reason::kCancelled) {
    observer_.OnUpstream(http_status, attempt.duration);
  }
  if (request.attempts != nullptr) {
    attempt.sent = attempts - sent_before;
    attempt.http_status = http_status;
    attempt.error = response.status();
    request.attempts->push_back(std::move(attempt));
  }
  co_return response;
}

}  // namespace backlinks::exchange
