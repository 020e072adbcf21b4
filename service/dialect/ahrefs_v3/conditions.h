// Translates predicates to API v3's `where`: a filter expression in JSON, with
// AND, OR and NOT.
//
// A predicate that v3 cannot express exactly becomes a wider condition, if such
// a condition excludes any rows:
// - with ignore_case, "equals", "contains", has_word, "begins with" and "ends
//   with" become isubstring, the only operator without case, unless the value
//   itself has no case;
// - has_word becomes phrase_match for a single word, and substring for others;
// - a predicate on `language`, v3's list `languages`, holds if at least one
//   element matches;
// - bounds of times are moved outwards to a whole second. A bound that every
//   time of the years 1 to 9999 meets is left out; a bound that no such time
//   meets is left out as well, which is not exact;
// - a rating, a float in v3, is displayed rounded, halves away from zero: it is
//   at least 21 from 20.5 on. Bounds below 1, where halves may be rounded the
//   other way, are moved outwards by one; those beyond a million are left out.
// The opposite of a predicate that becomes wider is not translated, nor are
// `unset` on `language`, hosts without an ASCII name, and columns without a
// field.
//
// *Assumed*, because it is not documented, and relied on in this file only:
// - logic is two-valued: a comparison with null is false, and its "not" true;
//   "neq" is not relied on with null;
// - a value is compared as it is displayed: ratings are not rounded first, and
//   times are whole seconds or displayed with all their digits;
// - eq, substring, prefix and suffix compare bytes; isubstring ignores at least
//   the case that common/text/case_fold.h folds; phrase_match holds wherever
//   the value has no Unicode letter or digit next to it, and may hold
//   elsewhere;
// - regex is RE2 with its defaults, on UTF-8, matching anywhere in the text;
// - name_source and name_target are the host of the URL as in
//   common/text/url_host.h (no port, no dots at the end), in lower case;
// - a time is compared with a literal in RFC 3339;
// - discovered_status "pagefound" means original; link_type is "text" or
//   "image" for what is "href" elsewhere.
#ifndef BACKLINKS_SERVICE_DIALECT_AHREFS_V3_CONDITIONS_H_
#define BACKLINKS_SERVICE_DIALECT_AHREFS_V3_CONDITIONS_H_

#include <string>
#include <string_view>
#include <vector>

#include "service/dialect/dialect.h"
#include "service/model/filter.h"

namespace backlinks::dialect::ahrefs_v3 {

// Implements Dialect::Translate.
Translation TranslateToV3(const FilterNode& predicate, bool negated);

// Joins conditions that must all hold. Empty if there are none.
std::string AllInV3(const std::vector<std::string>& conditions);

// Joins one or more conditions of which one must hold.
std::string AnyInV3(const std::vector<std::string>& conditions);

// Negates a condition.
std::string NotInV3(std::string_view condition);

}  // namespace backlinks::dialect::ahrefs_v3

#endif  // BACKLINKS_SERVICE_DIALECT_AHREFS_V3_CONDITIONS_H_
