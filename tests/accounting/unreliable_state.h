// A SharedState whose budgets fail as often as a test wants.
#ifndef BACKLINKS_TESTS_ACCOUNTING_UNRELIABLE_STATE_H_
#define BACKLINKS_TESTS_ACCOUNTING_UNRELIABLE_STATE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "service/state/shared_state.h"
#include "tests/support/state/naive_state.h"

namespace backlinks::accounting {

class UnreliableState final : public state::testing_state::NaiveState {
 public:
  using NaiveState::NaiveState;

  // So many of the next operations fail. Reserve takes effect nevertheless, as
  // if its answer were lost.
  int failing_reserves = 0;
  int failing_settles = 0;
  absl::Status error = absl::UnavailableError("the state is away");

  Result<std::optional<state::ExceededCounter>> Reserve(
      const state::Reservation& reservation) override {
    const auto result = co_await NaiveState::Reserve(reservation);
    if (failing_reserves-- > 0) co_return error;
    co_return result;
  }
  Result<bool> Settle(std::string_view id, int64_t amount) override {
    if (failing_settles-- > 0) co_return error;
    co_return co_await NaiveState::Settle(id, amount);
  }
  Result<std::vector<state::CounterUse>> ReadCounters(
      const std::vector<std::string>& names) override {
    if (failing_reserves > 0) co_return error;
    co_return co_await NaiveState::ReadCounters(names);
  }
};

}  // namespace backlinks::accounting

#endif  // BACKLINKS_TESTS_ACCOUNTING_UNRELIABLE_STATE_H_
