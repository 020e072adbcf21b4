// Converts targets and modes to SQL with bound values, for v2 and v3.
#ifndef BACKLINKS_SERVICE_EMBEDDED_TARGET_CONDITION_H_
#define BACKLINKS_SERVICE_EMBEDDED_TARGET_CONDITION_H_

#include <optional>
#include <string_view>

#include "service/embedded/database.h"

namespace backlinks::embedded {

// Returns the condition for the rows of `target`. Empty if there is no such
// mode.
std::optional<SqlCondition> MakeTargetCondition(std::string_view target,
                                                std::string_view mode);

}  // namespace backlinks::embedded

#endif  // BACKLINKS_SERVICE_EMBEDDED_TARGET_CONDITION_H_
