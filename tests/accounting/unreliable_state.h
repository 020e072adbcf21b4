// A SharedState whose budgets fail as often as a test wants.
#ifndef BACKLINKS_TESTS_ACCOUNTING_UNRELIABLE_STATE_H_
#define BACKLINKS_TESTS_ACCOUNTING_UNRELIABLE_STATE_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "boost/asio/awaitable.hpp"
#include "service/state/shared_state.h"
#include "tests/support/state/naive_state.h"

namespace backlinks::accounting {

class UnreliableState final : public state::SharedState {
 public:
  explicit UnreliableState(std::function<absl::Time()> now)
      : state_(std::move(now)) {}

  // So many of the next operations fail. Reserve takes effect nevertheless, as
  // if its answer were lost.
  int failing_reserves = 0;
  int failing_settles = 0;
  absl::Status error = absl::UnavailableError("the state is away");

  Result<std::optional<state::ExceededCounter>> Reserve(
      const state::Reservation& reservation) override {
    const auto result = co_await state_.Reserve(reservation);
    if (failing_reserves-- > 0) co_return error;
    co_return result;
  }
  Result<bool> Settle(std::string_view id, int64_t amount) override {
    if (failing_settles-- > 0) co_return error;
    co_return co_await state_.Settle(id, amount);
  }
  Result<std::vector<state::CounterUse>> ReadCounters(
      const std::vector<std::string>& names) override {
    if (failing_reserves > 0) co_return error;
    co_return co_await state_.ReadCounters(names);
  }

  // Not used by budgets.
  Result<std::optional<state::StoredValue>> GetValue(
      std::string_view key) override {
    return state_.GetValue(key);
  }
  boost::asio::awaitable<absl::Status> PutValue(
      std::string_view key, std::string_view bytes,
      absl::Duration time_to_live) override {
    return state_.PutValue(key, bytes, time_to_live);
  }
  Result<state::LeaseHold> AcquireLease(std::string_view name,
                                        std::string_view token,
                                        absl::Duration duration) override {
    return state_.AcquireLease(name, token, duration);
  }
  Result<bool> ExtendLease(std::string_view name, std::string_view token,
                           absl::Duration duration) override {
    return state_.ExtendLease(name, token, duration);
  }
  Result<bool> ReleaseLease(std::string_view name,
                            std::string_view token) override {
    return state_.ReleaseLease(name, token);
  }
  Result<absl::Duration> Take(std::string_view name,
                              const state::TokenBucket& bucket,
                              int64_t count) override {
    return state_.Take(name, bucket, count);
  }

 private:
  state::testing_state::NaiveState state_;
};

}  // namespace backlinks::accounting

#endif  // BACKLINKS_TESTS_ACCOUNTING_UNRELIABLE_STATE_H_
