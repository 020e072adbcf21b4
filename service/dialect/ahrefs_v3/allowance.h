// Parses the account information of API v3.
#ifndef BACKLINKS_SERVICE_DIALECT_AHREFS_V3_ALLOWANCE_H_
#define BACKLINKS_SERVICE_DIALECT_AHREFS_V3_ALLOWANCE_H_

#include <optional>

#include "service/model/allowance.h"

namespace backlinks::dialect::ahrefs_v3 {

// Implements Dialect::ReadAllowance. The key may have a limit of its own: the
// smaller remaining allowance counts. An overdrawn allowance is 0.
std::optional<Allowance> ReadV3Allowance(const FlatDocument& members);

}  // namespace backlinks::dialect::ahrefs_v3

#endif  // BACKLINKS_SERVICE_DIALECT_AHREFS_V3_ALLOWANCE_H_
