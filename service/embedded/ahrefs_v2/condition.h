// Converts v2's `where` and `having` to SQL with bound values.
//
// Grammar: comma-separated conditions, all of which must hold:
//          column op literal, op one of = <> < <= > >=;
//          substring|word|subdomain(column, literal).
// Literals: in double or single quotes with the escapes \\ \" \' and \0, or
//          unquoted up to the next comma or parenthesis, as old clients sent
//          them.
// Assumed: a comparison and its opposite divide all rows: NULL is neither equal
//          to nor less than anything (see dialect ahrefs_v2).
#ifndef BACKLINKS_SERVICE_EMBEDDED_AHREFS_V2_CONDITION_H_
#define BACKLINKS_SERVICE_EMBEDDED_AHREFS_V2_CONDITION_H_

#include <string_view>

#include "absl/status/statusor.h"
#include "service/embedded/database.h"

namespace backlinks::embedded::ahrefs_v2 {

// Parses conditions. `clause` is "where" or "having", for error texts. Errors:
// INVALID_ARGUMENT with v2's text.
absl::StatusOr<SqlCondition> ParseV2Condition(std::string_view clause,
                                              std::string_view text);

}  // namespace backlinks::embedded::ahrefs_v2

#endif  // BACKLINKS_SERVICE_EMBEDDED_AHREFS_V2_CONDITION_H_
