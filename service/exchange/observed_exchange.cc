#include "service/exchange/observed_exchange.h"

#include "absl/time/clock.h"
#include "service/common/status/status.h"

namespace backlinks::exchange {

boost::asio::awaitable<absl::StatusOr<std::unique_ptr<HttpResponse>>>
ObservedExchange::Send(const HttpRequest& request, absl::Time deadline,
                       int64_t& attempts) {
  const absl::Time start = absl::Now();
  const int64_t sent_before = attempts;
  auto response = co_await exchange_->Send(request, deadline, attempts);
  const absl::Time end = absl::Now();
  const int http_status = response.ok() ? (*response)->head().status : 0;
  if (GetReason(response.status()) != Reason::kCancelled) {
    observer_.OnUpstream(http_status, end - start);
  }
  if (request.attempts != nullptr) {
    request.attempts->push_back({.start = start,
                                 .end = end,
                                 .sent = attempts - sent_before,
                                 .http_status = http_status,
                                 .error = response.status()});
  }
  co_return response;
}

}  // namespace backlinks::exchange
