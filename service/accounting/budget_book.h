// Keeps callers within their budgets: reserves the highest price of a request
// before it is sent, and settles it to the real one afterwards.
//
// The counters are in the shared state, so that all replicas see them. A caller
// without a budget is counted, too. If the process ends between the two steps,
// the reservation counts as spent.
//
// While the shared state is unavailable, a price is not reserved; or, with
// BudgetOptions::local, it is reserved in a state of this process, which keeps
// each replica within the budget, but not all together. What was spent then is
// added to the shared counters once they are back.
//
// Time:    the host's clock chooses the periods, for both counters of a
//          reservation at once. Days are kept for two months, months for 13.
// Limits:  those of SharedState: 10^9 units in one request.
// Errors:  those of SharedState.
// Threads: as SharedState. The object must outlive its operations, those that
//          Settle has started included.
#ifndef BACKLINKS_SERVICE_ACCOUNTING_BUDGET_BOOK_H_
#define BACKLINKS_SERVICE_ACCOUNTING_BUDGET_BOOK_H_

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "boost/asio/any_io_executor.hpp"
#include "boost/asio/awaitable.hpp"
#include "service/accounting/caller_spending.h"
#include "service/accounting/unbooked_sums.h"
#include "service/common/backoff/backoff.h"
#include "service/model/caller_budget.h"
#include "service/model/query.h"
#include "service/state/shared_state.h"

namespace backlinks::accounting {

struct BudgetOptions {
  // Longer than any request takes.
  absl::Duration lease = absl::Minutes(15);
  // How Settle repeats what fails, and how often.
  BackoffPolicy retry = {absl::Milliseconds(100), absl::Seconds(10)};
  int64_t max_retries = 60;
  std::function<absl::Time()> now = [] { return absl::Now(); };
  // Used while the shared state is unavailable. Null: nothing is reserved then.
  state::SharedState* local = nullptr;
  // How long the shared state is left alone after it was unavailable, because
  // each attempt may take as long as its timeout. Only with `local`.
  absl::Duration local_for = absl::Seconds(1);
};

// A price that is reserved, for Settle.
struct ReservedPrice {
  std::string id;
  std::string caller;
  absl::Time time;  // Chose the periods.
  bool is_local = false;
};

class BudgetBook {
 public:
  template <typename T>
  using Result = boost::asio::awaitable<absl::StatusOr<T>>;

  // The states must outlive the object.
  explicit BudgetBook(state::SharedState& state, BudgetOptions options = {});

  // Reserves `price` for the caller; or reserves nothing, and returns why, the
  // day's budget before the month's. After an error, what may have been
  // reserved is given back; it counts as spent if it takes effect later than
  // that.
  struct Decision {
    ReservedPrice reserved;
    std::optional<OverBudget> over;  // Then nothing is reserved.
  };
  Result<Decision> Reserve(std::string caller, CallerBudget budget,
                           MilliPrice price);

  // Replaces the reserved price by the one that was paid, which may be higher.
  // Returns at once: the call may have been cancelled, and the state be away
  // for a moment. What cannot be settled counts as spent.
  void Settle(const boost::asio::any_io_executor& executor,
              ReservedPrice reserved, MilliPrice paid);

  // Records that the cache saved the caller `price`. Returns at once; what is
  // not written when the process ends is lost.
  void AddSaved(const boost::asio::any_io_executor& executor,
                std::string_view caller, MilliPrice price);

  // Lets Settle and AddSaved do nothing from now on, because the executors are
  // about to be destroyed: what was reserved counts as spent.
  void Close() { is_closed_ = true; }

  // Returns what each caller has spent in this day and month, in their order.
  // Up to kMaxReadCallers: each has four counters.
  static constexpr size_t kMaxReadCallers =
      state::SharedState::kMaxReadCounters / 4;
  Result<std::vector<CallerSpending>> Read(std::vector<std::string> callers);

  // The number of prices that Settle has not written yet.
  int64_t unsettled() const { return unsettled_; }
  // The number that it could not write, since the object was created.
  int64_t lost() const { return lost_; }
  // The number of those above 0 whose reservations the shared state no longer
  // had, since the object was created: they are not counted as spent. Includes
  // those that an attempt settled which seemed to fail.
  int64_t missing() const { return missing_; }
  // What was spent while the shared state was unavailable, and is not added to
  // its counters yet.
  MilliPrice unbooked() const { return unbooked_.total(); }

 private:
  Result<Decision> ReserveShared(const ReservedPrice& reserved,
                                 const CallerBudget& budget, MilliPrice price);
  Result<Decision> ReserveIn(state::SharedState& state,
                             const ReservedPrice& reserved,
                             const CallerBudget& budget, MilliPrice price);
  bool IsLeftAlone() const;
  boost::asio::awaitable<void> SettleWithRetries(ReservedPrice reserved,
                                                 MilliPrice paid);

  state::SharedState& state_;
  const BudgetOptions options_;
  UnbookedSums unbooked_;
  UnbookedSums saved_;
  // When the shared state is tried again. Only with `local`.
  std::atomic<std::chrono::steady_clock::time_point> local_until_{};
  std::atomic<bool> is_closed_ = false;
  std::atomic<int64_t> unsettled_ = 0;
  std::atomic<int64_t> lost_ = 0;
  std::atomic<int64_t> missing_ = 0;
};

}  // namespace backlinks::accounting

#endif  // BACKLINKS_SERVICE_ACCOUNTING_BUDGET_BOOK_H_
