// Parses the text of a value into a predicate.
#ifndef BACKLINKS_SERVICE_COMMON_PARSE_PREDICATE_VALUES_H_
#define BACKLINKS_SERVICE_COMMON_PARSE_PREDICATE_VALUES_H_

#include <cstdint>
#include <string>

#include "backlinks/v1/filter.pb.h"
#include "service/common/parse/predicate_builder.h"

namespace backlinks {

// Also accepts "1e+05" and "50.0", as some languages write whole numbers.
Expected ParseInt(const std::string& text, int64_t& number);

// Adds the link type that `word` names in lower case, such as "redirect", to
// the set of the predicate.
Expected AddLinkType(const std::string& word, v1::LinkTypePredicate& predicate);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_COMMON_PARSE_PREDICATE_VALUES_H_
