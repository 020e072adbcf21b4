// The periods of budgets: days and months in UTC.
//
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_ACCOUNTING_PERIOD_H_
#define BACKLINKS_SERVICE_ACCOUNTING_PERIOD_H_

#include <string>

#include "absl/time/time.h"

namespace backlinks::accounting {

struct Period {
  enum class Kind { kDay, kMonth };

  Kind kind = Kind::kDay;
  std::string name;  // "2026-11-30" or "2026-11".
  absl::Time start;
  absl::Time end;  // The first moment that is not in it.

  bool operator==(const Period&) const = default;
};

// The period that contains the time.
Period DayAt(absl::Time time);
Period MonthAt(absl::Time time);

}  // namespace backlinks::accounting

#endif  // BACKLINKS_SERVICE_ACCOUNTING_PERIOD_H_
