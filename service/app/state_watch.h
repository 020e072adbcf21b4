// Checks the shared state again and again, and reports in the log, in the
// metrics and in /readyz whether it is available. Reads what callers have
// spent, for the metrics.
//
// Errors:  none. Metrics of what was spent are as of the last check that
//          succeeded.
// Limits:  the metrics have the first kMaxCallers callers.
// Threads: Detail may be called from any thread, the rest on one executor.
//
// Example:
//   asio::co_spawn(executor, watch.Run(), asio::detached);
#ifndef BACKLINKS_SERVICE_APP_STATE_WATCH_H_
#define BACKLINKS_SERVICE_APP_STATE_WATCH_H_

#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "boost/asio/awaitable.hpp"
#include "service/accounting/budget_book.h"
#include "service/model/caller_budget.h"
#include "service/model/steady_time.h"
#include "service/state/shared_state.h"
#include "service/telemetry/call_log.h"
#include "service/telemetry/spending_metrics.h"
#include "service/telemetry/state_metrics.h"

namespace backlinks::app {

struct StateWatchOptions {
  std::string state;        // Redacted, for the log.
  std::string unavailable;  // --state_unavailable, for the log.
  absl::Duration interval = absl::Seconds(15);
};

// Where the watch reports. All must outlive it.
struct StateReports {
  telemetry::CallLog& log;
  telemetry::StateMetrics& state;
  telemetry::SpendingMetrics& spending;
};

class StateWatch {
 public:
  static constexpr size_t kMaxCallers = 1000;

  // Returns the callers whose spending is reported, each with its budget.
  using Callers =
      std::function<std::vector<std::pair<std::string, CallerBudget>>()>;

  // `state` and `book` must outlive the object.
  StateWatch(state::SharedState& state, accounting::BudgetBook& book,
             Callers callers, const StateReports& reports,
             StateWatchOptions options);

  // Checks at once, and then after each interval. Ends when it is cancelled or
  // destroyed; the object must outlive it.
  boost::asio::awaitable<void> Run();
  // Checks once.
  boost::asio::awaitable<void> Check();

  // Returns a line without its end, "state: unavailable since …: WHY". Empty
  // while the state is available, and before the first check.
  std::string Detail() const;

 private:
  boost::asio::awaitable<absl::Status> ReadSpending();
  void Report(const absl::Status& status);
  void OnUnavailable(const absl::Status& status);
  void OnAvailable();

  state::SharedState& state_;
  accounting::BudgetBook& book_;
  const Callers callers_;
  const StateReports reports_;
  const StateWatchOptions options_;

  mutable std::mutex mutex_;  // Guards what follows.
  absl::Status status_;       // Of the last check.
  absl::Time unavailable_since_;
  SteadyTime unavailable_began_ = SteadyTime::Now();  // The same moment.
};

}  // namespace backlinks::app

#endif  // BACKLINKS_SERVICE_APP_STATE_WATCH_H_
