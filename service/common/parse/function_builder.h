// Builds predicates from a function, a column, and the texts of values.
#ifndef BACKLINKS_SERVICE_COMMON_PARSE_FUNCTION_BUILDER_H_
#define BACKLINKS_SERVICE_COMMON_PARSE_FUNCTION_BUILDER_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "backlinks/v1/filter.pb.h"
#include "service/common/column/column.h"
#include "service/common/parse/predicate_builder.h"

namespace backlinks {

// Whether a function with this name exists.
bool IsFilterFunction(std::string_view name);

// Builds `name(column, values…)`. Sets `wrong_value` if the error is in one of
// the values rather than in the column or in their number.
Expected BuildFunction(std::string_view name, const Column& column,
                       const std::vector<std::string>& values, bool ignore_case,
                       v1::Filter& out, size_t& wrong_value);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_COMMON_PARSE_FUNCTION_BUILDER_H_
