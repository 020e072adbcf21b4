// What a parse error recommends where the reader's intention can be told.
#ifndef BACKLINKS_SERVICE_PARSE_PARSE_HINTS_H_
#define BACKLINKS_SERVICE_PARSE_PARSE_HINTS_H_

#include <string>
#include <string_view>

#include "service/parse/filter_token.h"

namespace backlinks {

// "expected …" for a token that is not a column but is where one must be.
std::string ColumnHint(const FilterToken& token);

// "expected …" for a value with asterisks: AIP-160 has wildcards there, API v2
// has the character itself, so that neither can be meant silently.
std::string WildcardHint(std::string_view column, const FilterToken& value);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_PARSE_PARSE_HINTS_H_
