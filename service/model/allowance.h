// The remaining allowance of an upstream account, and the document that
// contains it.
#ifndef BACKLINKS_SERVICE_MODEL_ALLOWANCE_H_
#define BACKLINKS_SERVICE_MODEL_ALLOWANCE_H_

#include <functional>
#include <map>
#include <string>

#include "service/model/query.h"

namespace backlinks {

struct Allowance {
  MilliPrice remaining = 0;  // In the current period.
  MilliPrice limit = 0;      // The period's total.
  std::string subscription;  // Its name. Empty if the upstream reports none.
};

// The strings, numbers (as written) and booleans of a small JSON document, by
// member name at any depth: upstreams wrap account data in objects of varying
// names.
using FlatDocument = std::map<std::string, std::string, std::less<>>;

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_MODEL_ALLOWANCE_H_
