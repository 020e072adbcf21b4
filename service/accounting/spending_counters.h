// The counters of the shared state in which a caller's spending is kept, and
// what the cache saved it: of each one for the day, one for the month.
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

enum class Account { kSpent, kSaved };

// "spent/CALLER/PERIOD" or "saved/CALLER/PERIOD".
std::string CounterName(Account account, std::string_view caller,
                        const Period& period);

// Returns the counters at `time`, in the order of PeriodsAt. Without a budget
// they have no limit.
std::vector<state::Counter> CountersAt(absl::Time time, Account account,
                                       std::string_view caller,
                                       const CallerBudget& budget = {});

}  // namespace backlinks::accounting

#endif  // BACKLINKS_SERVICE_ACCOUNTING_SPENDING_COUNTERS_H_
