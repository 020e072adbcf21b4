// Converts the test of one predicate into a Matcher.
#ifndef BACKLINKS_SERVICE_VALIDATE_PREDICATE_READER_H_
#define BACKLINKS_SERVICE_VALIDATE_PREDICATE_READER_H_

#include <optional>
#include <string>

#include "google/protobuf/message.h"
#include "service/common/column/column.h"
#include "service/model/filter.h"
#include "service/validate/violations.h"

namespace backlinks::validate {

// `predicate` is the message of the column's type (StringPredicate for a string
// …) at `path`. Returns an empty optional if it is not valid: `violations` then
// contains everything that is wrong with it.
std::optional<Matcher> ReadMatcher(const Column& column,
                                   const google::protobuf::Message& predicate,
                                   const std::string& path,
                                   Violations& violations);

}  // namespace backlinks::validate

#endif  // BACKLINKS_SERVICE_VALIDATE_PREDICATE_READER_H_
