// The target of a query, and how much around it counts, as Ahrefs' APIs want
// them.
#ifndef BACKLINKS_SERVICE_DIALECT_TARGET_H_
#define BACKLINKS_SERVICE_DIALECT_TARGET_H_

#include <string>
#include <string_view>

#include "service/model/query.h"

namespace backlinks {

// The parameter `mode`.
std::string_view ModeName(TargetMode mode);

// The parameter `target`: scheme in lower case, canonical host, no fragment;
// for the modes domain and subdomains the host alone.
std::string NormalizeTarget(std::string_view target, TargetMode mode);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_DIALECT_TARGET_H_
