// An account with a limit, in memory.
#ifndef BACKLINKS_TESTS_STREAM_FAKE_RESERVER_H_
#define BACKLINKS_TESTS_STREAM_FAKE_RESERVER_H_

#include <optional>
#include <vector>

#include "gtest/gtest.h"
#include "service/common/status/status.h"
#include "service/stream/price_reserver.h"

namespace backlinks::stream::testing_fakes {

class FakeReserver final : public PriceReserver {
 public:
  boost::asio::awaitable<absl::Status> Reserve(MilliPrice price) override {
    EXPECT_FALSE(open) << "two reservations at a time";
    if (!error.ok()) co_return error;
    if (limit && spent + price > *limit) {
      co_return MakeError(Reason::kCallerBudget, "the budget is spent");
    }
    reserved.push_back(price);
    open = true;
    co_return absl::OkStatus();
  }
  void Settle(MilliPrice paid) override {
    EXPECT_TRUE(open) << "nothing is reserved";
    open = false;
    settled.push_back(paid);
    spent += paid;
  }

  std::optional<MilliPrice> limit;
  absl::Status error;
  std::vector<MilliPrice> reserved;
  std::vector<MilliPrice> settled;
  MilliPrice spent = 0;
  bool open = false;
};

}  // namespace backlinks::stream::testing_fakes

#endif  // BACKLINKS_TESTS_STREAM_FAKE_RESERVER_H_
