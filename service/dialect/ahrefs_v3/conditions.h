// Says a predicate in the words of API v3's `where`: a filter expression in
// JSON, with AND, OR and NOT.
//
// What v3 cannot say exactly is said wider where that narrows anything:
// - without regard to case a text contains the value, which is all that there
//   is an operator for; the value itself decides if it has no case;
// - a word of one word is phrase_match, of more is substring;
// - of `language`, v3's list `languages`, one element at least passes;
// - bounds of times are moved outwards to a whole second. A bound that every
//   time of the years 1 to 9999 meets is left out, and so is, though not
//   exactly, one that none does;
// - a rating, a float at v3, is shown rounded, halves away from zero: it is at
//   least 21 from 20.5 on. Bounds below 1, where halves may go the other way,
//   are moved outwards by one; those beyond a million are left out.
// The opposite of what is said wider is not said at all. Neither are `unset` on
// `language`, hosts that are no names in ASCII, and columns without a field.
//
// *Assumed*, because nobody documents it, and kept in this file alone:
// - logic is two-valued: a comparison on null is false, and its "not" true;
//   "neq" is not relied on there;
// - a value is compared as it is shown: ratings are not rounded before, times
//   are whole seconds or shown with all their digits;
// - eq, substring, prefix and suffix compare by bytes; isubstring disregards at
//   least the case that model/case_fold.h does; phrase_match holds wherever the
//   value is there with no Unicode letter or digit beside it, and may hold
//   elsewhere;
// - regex is RE2 with its defaults, on UTF-8, matching anywhere in the text;
// - name_source and name_target are the host of the URL as model/url_host.h
//   has it (no port, no dots at the end), in lower case;
// - a time is compared with a literal in RFC 3339;
// - discovered_status "pagefound" means original; link_type says "text" or
//   "image" for what is "href" elsewhere.
#ifndef BACKLINKS_SERVICE_DIALECT_AHREFS_V3_CONDITIONS_H_
#define BACKLINKS_SERVICE_DIALECT_AHREFS_V3_CONDITIONS_H_

#include <string>
#include <string_view>
#include <vector>

#include "service/dialect/dialect.h"
#include "service/model/filter.h"

namespace backlinks {

// See Dialect::Say.
Translation TranslateToV3(const FilterNode& predicate, bool negated);

// Conditions that must all hold; none: "".
std::string AllInV3(const std::vector<std::string>& conditions);

// Conditions of which one must hold, one or more.
std::string AnyInV3(const std::vector<std::string>& conditions);

// The opposite of a condition.
std::string NotInV3(std::string_view condition);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_DIALECT_AHREFS_V3_CONDITIONS_H_
