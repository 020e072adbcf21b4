// Converts `where` or `having` into plain structs.
#ifndef BACKLINKS_SERVICE_VALIDATE_FILTER_READER_H_
#define BACKLINKS_SERVICE_VALIDATE_FILTER_READER_H_

#include <optional>
#include <string>

#include "backlinks/v1/filter.pb.h"
#include "service/model/filter.h"
#include "service/validate/violations.h"

namespace backlinks::validate {

enum class FilterPlace { kWhere, kHaving };

// `path` is the filter's own ("query.where"). Returns an empty optional if the
// filter is not valid: `violations` then contains everything that is wrong with
// it; for a filter beyond the limits only what is within them.
std::optional<FilterNode> ReadFilter(const v1::Filter& filter,
                                     FilterPlace place, const std::string& path,
                                     Violations& violations);

}  // namespace backlinks::validate

#endif  // BACKLINKS_SERVICE_VALIDATE_FILTER_READER_H_
