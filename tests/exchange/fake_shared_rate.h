// A shared rate that answers when a test lets it.
#ifndef BACKLINKS_TESTS_EXCHANGE_FAKE_SHARED_RATE_H_
#define BACKLINKS_TESTS_EXCHANGE_FAKE_SHARED_RATE_H_

#include <cstddef>
#include <deque>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "service/exchange/shared_rate.h"

namespace backlinks::exchange::testing_exchange {

// One thread.
class FakeSharedRate final : public SharedRate {
 public:
  void Take(OnAnswer on_answer) override {
    open_.push_back(std::move(on_answer));
  }
  void OnAvailability(const absl::Status& status) override {
    available_.push_back(status.ok());
  }

  // How many have no answer yet.
  size_t open() const { return open_.size(); }
  // Answers the oldest of them.
  void Answer(absl::StatusOr<absl::Duration> wait) {
    ASSERT_FALSE(open_.empty());
    const OnAnswer on_answer = std::move(open_.front());
    open_.pop_front();
    on_answer(std::move(wait));
  }
  void Grant() { Answer(absl::ZeroDuration()); }

  // Never answers those that are open.
  void Forget() { open_.clear(); }

  // What was reported.
  const std::vector<bool>& available() const { return available_; }

 private:
  std::deque<OnAnswer> open_;
  std::vector<bool> available_;
};

}  // namespace backlinks::exchange::testing_exchange

#endif  // BACKLINKS_TESTS_EXCHANGE_FAKE_SHARED_RATE_H_
