// Checks whether an upstream can answer a valid query, within its price cap.
//
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_PLAN_PLAN_CHECKS_H_
#define BACKLINKS_SERVICE_PLAN_PLAN_CHECKS_H_

#include "absl/status/status.h"
#include "service/dialect/dialect.h"
#include "service/model/query.h"

namespace backlinks::plan {

// Fails with COLUMN_NOT_SUPPORTED if filter or order name a column that the
// upstream does not have, or INVALID_QUERY if the price is not in the
// upstream's unit.
absl::Status CheckAbilities(const dialect::Dialect& dialect,
                            const Query& query);

// Fails with PRICE_CAP if the first page may not have a single row.
absl::Status CheckCap(const dialect::Dialect& dialect, const Plan& plan);

}  // namespace backlinks::plan

#endif  // BACKLINKS_SERVICE_PLAN_PLAN_CHECKS_H_
