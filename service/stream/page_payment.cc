#include "service/stream/page_payment.h"

#include <algorithm>
#include <utility>

namespace backlinks::stream {

boost::asio::awaitable<absl::Status> PagePayment::Reserve(
    MilliPrice max_price) {
  unanswered_ = 0;
  if (reserver_ == nullptr || max_price == 0) co_return absl::OkStatus();
  const absl::Status status = co_await reserver_->Reserve(max_price);
  if (status.ok()) reserved_ = max_price;
  co_return status;
}

void PagePayment::OnAttempts(const std::vector<HttpAttempt>& attempts) {
  unanswered_ = reserved_ * std::count_if(attempts.begin(), attempts.end(),
                                          [](const HttpAttempt& attempt) {
                                            return attempt.sent > 0 &&
                                                   attempt.http_status == 0;
                                          });
}

void PagePayment::Settle(MilliPrice page_price) {
  if (std::exchange(reserved_, 0) == 0) return;
  reserver_->Settle(page_price + unanswered_);
}

}  // namespace backlinks::stream
