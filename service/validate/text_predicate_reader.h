// Converts the test of a StringPredicate into a Matcher.
#ifndef BACKLINKS_SERVICE_VALIDATE_TEXT_PREDICATE_READER_H_
#define BACKLINKS_SERVICE_VALIDATE_TEXT_PREDICATE_READER_H_

#include "backlinks/v1/filter.pb.h"
#include "service/validate/predicate_checks.h"

namespace backlinks::validate {

MaybeMatcher ReadTextMatcher(const v1::StringPredicate& predicate,
                             const PredicateChecks& checks);

}  // namespace backlinks::validate

#endif  // BACKLINKS_SERVICE_VALIDATE_TEXT_PREDICATE_READER_H_
