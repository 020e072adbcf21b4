// Converts the target and the mode of a query to parameters of Ahrefs' APIs.
#ifndef BACKLINKS_SERVICE_DIALECT_TARGET_H_
#define BACKLINKS_SERVICE_DIALECT_TARGET_H_

#include <string>
#include <string_view>

#include "service/model/query.h"

namespace backlinks::dialect {

// Returns the value of the parameter `mode`.
std::string_view ModeName(TargetMode mode);

// Returns the value of the parameter `target`: scheme in lower case, canonical
// host, no fragment. For the modes domain and subdomains it is the host alone.
std::string NormalizeTarget(std::string_view target, TargetMode mode);

}  // namespace backlinks::dialect

#endif  // BACKLINKS_SERVICE_DIALECT_TARGET_H_
