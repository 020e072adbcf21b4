// What a caller has spent, and why a price is above its budget.
#ifndef BACKLINKS_SERVICE_ACCOUNTING_CALLER_SPENDING_H_
#define BACKLINKS_SERVICE_ACCOUNTING_CALLER_SPENDING_H_

#include "service/accounting/period.h"
#include "service/model/query.h"

namespace backlinks::accounting {

// Why a price is not allowed.
struct OverBudget {
  Period period;        // It ends when the budget resets.
  MilliPrice used = 0;  // Spent and reserved, without the price.
  MilliPrice limit = 0;
};

// What was spent in a period.
struct PeriodSpending {
  Period period;
  MilliPrice spent = 0;
  MilliPrice reserved = 0;  // By requests that have not ended.
  MilliPrice saved = 0;     // What pages from the cache would have cost.
};

struct CallerSpending {
  PeriodSpending day;
  PeriodSpending month;
};

}  // namespace backlinks::accounting

#endif  // BACKLINKS_SERVICE_ACCOUNTING_CALLER_SPENDING_H_
