// What an upstream account still has, and the document that says so.
#ifndef BACKLINKS_SERVICE_MODEL_ALLOWANCE_H_
#define BACKLINKS_SERVICE_MODEL_ALLOWANCE_H_

#include <functional>
#include <map>
#include <string>

#include "service/model/query.h"

namespace backlinks {

struct Allowance {
  MilliPrice remaining = 0;  // In the current period.
  MilliPrice limit = 0;      // Of the period, in all.
  std::string subscription;  // Its name; "": the upstream tells none.
};

// The strings, numbers (as they were written) and booleans of a small JSON
// document by the names of their members, whatever their depth: upstreams wrap
// what they tell about an account in objects of changing names.
using FlatDocument = std::map<std::string, std::string, std::less<>>;

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_MODEL_ALLOWANCE_H_
