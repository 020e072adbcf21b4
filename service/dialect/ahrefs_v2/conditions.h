// Says a predicate in the words of API v2's `where` and `having`: a list of
// comparisons and of substring(), word() and subdomain(), comma for AND. There
// is no OR and no NOT.
//
// What v2 cannot say exactly is said wider where that narrows anything:
// - dates are whole days: bounds with a time of day are moved outwards to one,
//   and beyond the year 9999 there is none;
// - several numbers are the range from the least to the greatest; several
//   link types are none of the others that are known (a row may have a word
//   that is none of them, or no word);
// - where text begins or ends with something it contains it; without regard
//   to case it contains the longest part that has no case;
// - a word of one word is word(), of more is substring().
// Expressions, sets of texts and `unset` are not said at all.
//
// *Assumed*, because nobody documents it, and kept in this file alone:
// - on a row without the column `<>` holds, and nothing else does; only the
//   columns in `nullable` may be absent, by default none (where there is
//   nothing, v2's documented rows hold 0, false or ""): for these the opposite
//   of `<` is not `>=`, and cannot be said;
// - text is compared by bytes; word(c,"v") holds wherever v is with no
//   Unicode letter or digit beside it, and may hold elsewhere;
// - subdomain(c,"v") holds for the host v itself, too;
// - a date literal is a whole day, UTC, of which "<" and ">=" compare with the
//   midnight that begins it; no other sign is used with dates, since with these
//   two it does not matter whether a literal is its day or its midnight.
//
// Text is put between double quotes with \ " ' and NUL escaped by a backslash,
// as the clients of v2 did: no value can end its own literal.
#ifndef BACKLINKS_SERVICE_DIALECT_AHREFS_V2_CONDITIONS_H_
#define BACKLINKS_SERVICE_DIALECT_AHREFS_V2_CONDITIONS_H_

#include <string>
#include <vector>

#include "service/dialect/dialect.h"
#include "service/model/filter.h"

namespace backlinks {

// See Dialect::Say. The condition may be several by commas.
Translation TranslateToV2(const FilterNode& predicate, bool negated,
                          const ColumnSet& nullable = {});

// Conditions as one: comma is v2's AND.
std::string JoinInV2(const std::vector<std::string>& conditions);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_DIALECT_AHREFS_V2_CONDITIONS_H_
