#include "service/rpc/caller_payment.h"

#include <string>
#include <string_view>
#include <utility>

#include "absl/time/clock.h"
#include "fmt/format.h"
#include "service/common/status/status.h"

namespace backlinks::rpc {
namespace {

std::string_view NameOf(accounting::Period::Kind kind) {
  return kind == accounting::Period::Kind::kDay ? "day" : "month";
}

}  // namespace

CallerPayment::CallerPayment(boost::asio::any_io_executor executor,
                             accounting::BudgetBook& book,
                             std::shared_ptr<const access::Caller> caller,
                             stream::PagePrice price)
    : executor_(std::move(executor)),
      book_(book),
      caller_(std::move(caller)),
      price_(std::move(price)) {}

CallerPayment::~CallerPayment() { Settle(); }

boost::asio::awaitable<absl::Status> CallerPayment::Reserve() {
  const MilliPrice price = price_.Max();
  // To settle it takes time, in which its price is not available.
  if (reserved_ && paid_ == 0) {
    paid_ = price;
    co_return absl::OkStatus();
  }
  Settle();
  auto decision = co_await book_.Reserve(caller_->name, caller_->budget, price);
  if (!decision.ok()) co_return StateError(decision.status());
  if (decision->over) {
    co_return OverBudgetError(*decision->over, price, absl::Now());
  }
  reserved_ = std::move(decision->reserved);
  paid_ = price;
  co_return absl::OkStatus();
}

void CallerPayment::OnHead(const ResponseHead& head) {
  paid_ = price_.AtHead(head);
}

void CallerPayment::Settle() {
  if (!reserved_) return;
  book_.Settle(executor_, *std::move(reserved_), paid_);
  reserved_.reset();
}

absl::Status OverBudgetError(const accounting::OverBudget& over,
                             MilliPrice price, absl::Time now) {
  const std::string_view period = NameOf(over.period.kind);
  const std::string reset = absl::FormatTime(
      "%Y-%m-%dT%H:%M:%SZ", over.period.end, absl::UTCTimeZone());
  const std::string message = fmt::format(
      "the budget of the caller for this {} is {} thousandths, of which {} are "
      "spent or reserved, and the request may cost {}; it resets at {}",
      period, over.limit, over.used, price, reset);
  absl::Status status =
      MakeError(Reason::kCallerBudget, message,
                {{"period", std::string(period)},
                 {"limit_milli", fmt::to_string(over.limit)},
                 {"used_milli", fmt::to_string(over.used)},
                 {"request_price_milli", fmt::to_string(price)},
                 {"reset_time", reset}});
  status = WithQuotaFailure(std::move(status),
                            fmt::format("caller:budget.{}", period), message);
  return WithRetryDelay(std::move(status),
                        absl::Ceil(over.period.end - now, absl::Seconds(1)));
}

absl::Status StateError(const absl::Status& error) {
  if (absl::IsCancelled(error)) {
    return MakeError(Reason::kCancelled, "the call was cancelled");
  }
  return WithCause(
      MakeError(Reason::kStateUnavailable,
                "the server cannot account for the price of the request, "
                "because its shared state is unavailable"),
      std::string(error.message()));
}

}  // namespace backlinks::rpc
