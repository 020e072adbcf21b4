// v3's JSON filter → SQL with bound values.
//
// Grammar: {"and":[F,…]}, {"or":[F,…]}, {"not":F}, {"field":NAME,"is":C},
//          {"field":NAME,"list_is":{"any":L}} or {"all":L}; C: [OPERATOR,v],
//          "empty" (null, "" or []) or "is_null"; L: C, {"and":[L,…]},
//          {"or":[L,…]} or {"not":L}. Beside "field" of text may be
//          "modifier":"uppercase" or "lowercase": of the value, before it is
//          compared.
// Logic:   two-valued, so that "not" gives exactly the other rows: what is
//          asked of null is false, but for neq, which is "not eq" to the dot.
// Values:  numbers compare as numbers, whole or not; dates as times, however
//          they are written; text by bytes; false is below true. Booleans may
//          be 0 and 1; a date without an offset is in UTC. Only text can be
//          searched for parts.
// Assumed: list_is without any or all means all, as in the published example;
//          "lowercase"; the logic of null; that neq is true on it;
//          that a list is never null; that `and` and `or` want at least one
//          filter, and comparisons no null; the word rule of phrase_match
//          (service/common/text/word.h); the case folding of isubstring and
//          iphrase_match.
// Limits:  64 KiB, JSON 256 deep; lists of filters in one another 64 deep, a
//          little less where they are long or deep side by side.
// Errors:  INVALID_ARGUMENT, "bad where: …", with the field's name.
#ifndef BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_FILTER_H_
#define BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_FILTER_H_

#include <set>
#include <string_view>

#include "absl/status/statusor.h"
#include "service/embedded/database.h"
#include "service/embedded/ahrefs_v3/field.h"

namespace backlinks {

struct V3Filter {
  SqlCondition condition;
  std::set<const V3Field*> fields;  // That it names.
};

absl::StatusOr<V3Filter> ParseV3Filter(std::string_view json);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_FILTER_H_
