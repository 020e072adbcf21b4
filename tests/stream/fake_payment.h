// An account with a limit, in memory.
#ifndef BACKLINKS_TESTS_STREAM_FAKE_PAYMENT_H_
#define BACKLINKS_TESTS_STREAM_FAKE_PAYMENT_H_

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "service/common/status/status.h"
#include "service/exchange/request_payment.h"
#include "service/stream/page_price.h"

namespace backlinks::stream::testing_fakes {

struct FakeAccount {
  std::optional<MilliPrice> limit;
  absl::Status error;
  std::vector<MilliPrice> reserved;
  std::vector<MilliPrice> settled;
  MilliPrice spent = 0;
};

class FakePayment final : public exchange::RequestPayment {
 public:
  FakePayment(FakeAccount& account, PagePrice price)
      : account_(account), price_(std::move(price)) {}
  ~FakePayment() override { Settle(); }

  boost::asio::awaitable<absl::Status> Reserve() override {
    Settle();
    const MilliPrice price = price_.Max();
    if (!account_.error.ok()) co_return account_.error;
    if (account_.limit && account_.spent + price > *account_.limit) {
      co_return MakeError(Reason::kCallerBudget, "the budget is spent");
    }
    account_.reserved.push_back(price);
    paid_ = price;
    co_return absl::OkStatus();
  }
  void OnHead(const ResponseHead& head) override {
    paid_ = price_.AtHead(head);
  }
  void SetPrice(MilliPrice price) override { paid_ = price; }

 private:
  void Settle() {
    if (!paid_) return;
    account_.settled.push_back(*paid_);
    account_.spent += *std::exchange(paid_, std::nullopt);
  }

  FakeAccount& account_;
  const PagePrice price_;
  std::optional<MilliPrice> paid_;  // Of the attempt that is reserved.
};

}  // namespace backlinks::stream::testing_fakes

#endif  // BACKLINKS_TESTS_STREAM_FAKE_PAYMENT_H_
