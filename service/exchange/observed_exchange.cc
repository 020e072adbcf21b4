#include "service/exchange/observed_exchange.h"

#include "absl/time/clock.h"

namespace backlinks {

boost::asio::awaitable<absl::StatusOr<std::unique_ptr<HttpResponse>>>
ObservedExchange::Send(const HttpRequest& request, absl::Time deadline,
                       int64_t& attempts) {
  const absl::Time start = absl::Now();
  auto response = co_await exchange_->Send(request, deadline, attempts);
  observer_.OnUpstream(response.ok() ? (*response)->head().status : 0,
                       absl::Now() - start);
  co_return response;
}

}  // namespace backlinks
