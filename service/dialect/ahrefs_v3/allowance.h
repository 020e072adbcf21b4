// What API v3 tells of an account.
#ifndef BACKLINKS_SERVICE_DIALECT_AHREFS_V3_ALLOWANCE_H_
#define BACKLINKS_SERVICE_DIALECT_AHREFS_V3_ALLOWANCE_H_

#include <optional>

#include "service/model/allowance.h"

namespace backlinks {

// See Dialect::ReadAllowance. The key may have a limit of its own: of the two
// the one that leaves less counts. What is overdrawn is 0.
std::optional<Allowance> ReadV3Allowance(const FlatDocument& members);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_DIALECT_AHREFS_V3_ALLOWANCE_H_
