// What makes a valid query one that an upstream cannot answer, or not for its
// price.
//
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_PLAN_PLAN_CHECKS_H_
#define BACKLINKS_SERVICE_PLAN_PLAN_CHECKS_H_

#include "absl/status/status.h"
#include "service/dialect/dialect.h"
#include "service/model/query.h"

namespace backlinks {

// COLUMN_NOT_SUPPORTED: filter and order name no column that the upstream
// does not have. INVALID_QUERY: the price is in the upstream's unit.
absl::Status CheckAbilities(const Dialect& dialect, const Query& query);

// PRICE_CAP: the first page may have a row.
absl::Status CheckCap(const Dialect& dialect, const Plan& plan);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_PLAN_PLAN_CHECKS_H_
