// v2's `where` and `having` → SQL with bound values.
//
// Grammar: conditions by commas, all of which must hold:
//          column op literal, op one of = <> < <= > >=;
//          substring|word|subdomain(column, literal).
// Literals: in double or single quotes with the escapes \\ \" \' and \0, or
//          bare up to the next comma or bracket, as old clients sent them.
// Assumed: a comparison and its opposite divide all rows: NULL is not equal,
//          and not less, than anything (see dialect ahrefs_v2).
#ifndef BACKLINKS_SERVICE_EMBEDDED_AHREFS_V2_CONDITION_H_
#define BACKLINKS_SERVICE_EMBEDDED_AHREFS_V2_CONDITION_H_

#include <string_view>

#include "absl/status/statusor.h"
#include "service/embedded/database.h"

namespace backlinks {

// `clause` is "where" or "having", as error texts call it. Errors:
// INVALID_ARGUMENT with v2's text.
absl::StatusOr<SqlCondition> ParseV2Condition(std::string_view clause,
                                              std::string_view text);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_EMBEDDED_AHREFS_V2_CONDITION_H_
