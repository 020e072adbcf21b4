// The counters of the shared state in which a caller's spending is kept: one
// for its day, one for its month.
//
// Time:    days are kept for two months after their end, months for 13.
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_ACCOUNTING_SPENDING_COUNTERS_H_
#define BACKLINKS_SERVICE_ACCOUNTING_SPENDING_COUNTERS_H_

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "service/accounting/period.h"
#include "service/model/caller_budget.h"
#include "service/state/budget.h"

namespace backlinks::accounting {

// The day and the month that contain the time.
std::array<Period, 2> PeriodsAt(absl::Time time);

// "spent/CALLER/PERIOD".
std::string CounterName(std::string_view caller, const Period& period);

// Returns the counters of a reservation at `time`, in the order of PeriodsAt.
std::vector<state::Counter> CountersAt(absl::Time time, std::string_view caller,
                                       const CallerBudget& budget);

}  // namespace backlinks::accounting

#endif  // BACKLINKS_SERVICE_ACCOUNTING_SPENDING_COUNTERS_H_
