// Says a whole filter in a dialect's words, or names every node that it has no
// words for.
//
// A filter is pushed down as a conjunction: groups are taken apart, negations
// moved down to the predicates (NOT over OR is AND over NOTs, and two NOTs are
// none; both hold exactly, because the logic is two-valued). What remains a
// disjunction cannot be said.
#ifndef BACKLINKS_SERVICE_PLAN_PUSH_DOWN_H_
#define BACKLINKS_SERVICE_PLAN_PUSH_DOWN_H_

#include <string>
#include <vector>

#include "service/dialect/dialect.h"
#include "service/model/filter.h"
#include "service/status/status.h"

namespace backlinks {

// The filter in the dialect's words; meaningless if `violations` grew.
std::string PushDown(const Dialect& dialect, const FilterNode& filter,
                     std::vector<Violation>& violations);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_PLAN_PUSH_DOWN_H_
