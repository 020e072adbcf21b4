// Builds predicates from a column, an operator or function, and the texts of
// values.
#ifndef BACKLINKS_SERVICE_PARSE_PREDICATE_BUILDER_H_
#define BACKLINKS_SERVICE_PARSE_PREDICATE_BUILDER_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "backlinks/v1/filter.pb.h"
#include "google/protobuf/message.h"
#include "service/common/column/column.h"

namespace backlinks {

// An error as "expected …". Empty if there is none.
using Expected = std::string;

// The predicate's field for this column.
google::protobuf::Message& PredicateArm(const Column& column, v1::Filter& out);

// Builds `column op value`, negation included.
Expected BuildComparison(const Column& column, std::string_view op,
                         const std::string& value, v1::Filter& out);

// Whether a function with this name exists.
bool IsFilterFunction(std::string_view name);

// Builds `name(column, values…)`. Sets `wrong_value` if the error is in one of
// the values rather than in the column or in their number.
Expected BuildFunction(std::string_view name, const Column& column,
                       const std::vector<std::string>& values, bool ignore_case,
                       v1::Filter& out, size_t& wrong_value);

// Builds the test that the column is present.
void BuildPresence(const Column& column, v1::Filter& out);

// Builds a constant filter. The contract has none, but a column either is
// absent or is not.
void BuildConstant(bool value, v1::Filter& out);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_PARSE_PREDICATE_BUILDER_H_
