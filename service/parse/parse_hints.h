// The recommendations of a parse error if the caller's intention is
// recognizable.
#ifndef BACKLINKS_SERVICE_PARSE_PARSE_HINTS_H_
#define BACKLINKS_SERVICE_PARSE_PARSE_HINTS_H_

#include <string>
#include <string_view>

#include "service/common/parse/filter_token.h"

namespace backlinks {

// "expected …" for a token that is not a column in a column's place.
std::string ColumnHint(const FilterToken& token);

// "expected …" for a value with asterisks, which are wildcards in AIP-160 but
// plain characters in API v2, so that neither meaning may be assumed.
std::string WildcardHint(std::string_view column, const FilterToken& value);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_PARSE_PARSE_HINTS_H_
