// Builds predicates from a column, an operator, and the text of a value.
#ifndef BACKLINKS_SERVICE_COMMON_PARSE_PREDICATE_BUILDER_H_
#define BACKLINKS_SERVICE_COMMON_PARSE_PREDICATE_BUILDER_H_

#include <string>
#include <string_view>

#include "backlinks/v1/filter.pb.h"
#include "google/protobuf/message.h"
#include "service/common/column/column.h"

namespace backlinks {

// An error as "expected …". Empty if there is none.
using Expected = std::string;

// Makes `out` a predicate on this column, and returns the message that holds
// its test, of the type of the column (StringPredicate for a string …).
google::protobuf::Message& MutablePredicate(const Column& column,
                                            v1::Filter& out);

// Builds `column op value`, negation included.
Expected BuildComparison(const Column& column, std::string_view op,
                         const std::string& value, v1::Filter& out);

// Builds the test that the column is absent.
void BuildAbsence(const Column& column, v1::Filter& out);

// Builds the test that the column is present.
void BuildPresence(const Column& column, v1::Filter& out);

// Builds a constant filter. The contract has none, but a column either is
// absent or is not.
void BuildConstant(bool value, v1::Filter& out);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_COMMON_PARSE_PREDICATE_BUILDER_H_
