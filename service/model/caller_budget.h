// What a caller may spend in a day and in a month (UTC).
#ifndef BACKLINKS_SERVICE_MODEL_CALLER_BUDGET_H_
#define BACKLINKS_SERVICE_MODEL_CALLER_BUDGET_H_

#include <optional>

#include "service/model/query.h"

namespace backlinks {

// Nothing: no limit.
struct CallerBudget {
  std::optional<MilliPrice> day;
  std::optional<MilliPrice> month;

  bool operator==(const CallerBudget&) const = default;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_MODEL_CALLER_BUDGET_H_
