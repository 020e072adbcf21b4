#include "service/exchange/paid_exchange.h"

#include "service/common/status/status.h"
#include "service/exchange/request_payment.h"

namespace backlinks::exchange {

boost::asio::awaitable<absl::StatusOr<std::unique_ptr<HttpResponse>>>
PaidExchange::Send(const HttpRequest& request, SteadyTime deadline,
                   int64_t& attempts) {
  if (request.payment == nullptr) {
    co_return co_await exchange_->Send(request, deadline, attempts);
  }
  BACKLINKS_CO_RETURN_IF_ERROR(co_await request.payment->Reserve());
  const int64_t sent_before = attempts;
  auto response = co_await exchange_->Send(request, deadline, attempts);
  if (response.ok()) {
    request.payment->OnHead((*response)->head());
  } else if (attempts == sent_before) {
    request.payment->SetPrice(0);
  }
  co_return response;
}

}  // namespace backlinks::exchange
