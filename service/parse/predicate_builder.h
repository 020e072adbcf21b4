// Builds predicates of a column, an operator or function, and values' texts.
#ifndef BACKLINKS_SERVICE_PARSE_PREDICATE_BUILDER_H_
#define BACKLINKS_SERVICE_PARSE_PREDICATE_BUILDER_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "backlinks/v1/filter.pb.h"
#include "google/protobuf/message.h"
#include "service/model/column.h"

namespace backlinks {

// What went wrong, as "expected …"; "": nothing.
using Expected = std::string;

// The predicate's arm of this column.
google::protobuf::Message& PredicateArm(const Column& column, v1::Filter& out);

// `column op value`, negation included.
Expected BuildComparison(const Column& column, std::string_view op,
                         const std::string& value, v1::Filter& out);

// Whether there is such a function.
bool IsFilterFunction(std::string_view name);

// `name(column, values…)`. `wrong_value` is set where it is one of the values
// that is wrong, rather than the column or their number.
Expected BuildFunction(std::string_view name, const Column& column,
                       const std::vector<std::string>& values, bool ignore_case,
                       v1::Filter& out, size_t& wrong_value);

// The column is there.
void BuildPresence(const Column& column, v1::Filter& out);

// What always or never holds: the contract has no word for it, but a column is
// absent or it is not.
void BuildConstant(bool value, v1::Filter& out);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_PARSE_PREDICATE_BUILDER_H_
