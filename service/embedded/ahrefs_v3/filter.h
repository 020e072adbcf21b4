// Converts v3's JSON filter to SQL with bound values.
//
// Grammar: {"and":[F,…]}, {"or":[F,…]}, {"not":F}, {"field":NAME,"is":C},
//          {"field":NAME,"list_is":{"any":L}} or {"all":L}; C: [OPERATOR,v],
//          "empty" (null, "" or []) or "is_null"; L: C, {"and":[L,…]},
//          {"or":[L,…]} or {"not":L}. A filter on a text field may have
//          "modifier":"uppercase" or "lowercase", which is applied to the
//          field's value before the comparison.
// Logic:   two-valued, so that "not" returns exactly the other rows: a
//          comparison with null is false, except neq, which equals "not eq".
// Values:  numbers are compared as numbers, integers or not; dates as times, in
//          any spelling; text by bytes; false is below true. Booleans may be 0
//          and 1. A date without an offset is in UTC. Only text can be searched
//          for parts.
// Assumed: list_is without any or all means all, as in the published example;
//          "lowercase"; the logic of null, including neq; a list is never null;
//          `and` and `or` need at least one filter; comparisons have no null;
//          the word rule of phrase_match (service/common/text/word.h); the case
//          folding of isubstring and iphrase_match.
// Limits:  64 KiB; JSON nested 256 deep; lists of filters nested 64 deep, or
//          slightly less if they are long or several of them are deep.
// Errors:  INVALID_ARGUMENT, "bad where: …", with the field's name.
#ifndef BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_FILTER_H_
#define BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_FILTER_H_

#include <set>
#include <string_view>

#include "absl/status/statusor.h"
#include "boost/json/value.hpp"
#include "service/embedded/ahrefs_v3/field.h"
#include "service/embedded/database.h"

namespace backlinks::embedded::ahrefs_v3 {

struct V3Filter {
  SqlCondition condition;
  std::set<const V3Field*> fields;  // The fields in it.
};

absl::StatusOr<V3Filter> ParseV3Filter(std::string_view json);

// Parses the JSON text of a filter only, with the limits and errors of
// ParseV3Filter.
absl::StatusOr<boost::json::value> ParseV3FilterText(std::string_view json);
absl::StatusOr<V3Filter> ReadV3Filter(const boost::json::value& filter);

}  // namespace backlinks::embedded::ahrefs_v3

#endif  // BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_FILTER_H_
