// Translates predicates to API v2's `where` and `having`: comparisons and
// substring(), word() and subdomain(), with a comma for AND. v2 has neither OR
// nor NOT.
//
// A predicate that v2 cannot express exactly becomes a wider condition, if such
// a condition excludes any rows:
// - dates are whole days: a bound with a time of day is moved outwards to a
//   day, and there is no bound after the year 9999;
// - a set of numbers becomes the range from its minimum to its maximum; a set
//   of link types excludes the other known ones (a row may have an unknown link
//   type, or none);
// - "begins with" and "ends with" become "contains"; with ignore_case the value
//   is reduced to its longest part without case;
// - has_word becomes word() for a single word, and substring() for others.
// Expressions, sets of texts and `unset` are not translated.
//
// *Assumed*, because it is not documented, and relied on in this file only:
// - on a row without the column `<>` holds, and no other comparison does. Only
//   the columns in `nullable` may be absent, by default none (v2's documented
//   rows have 0, false or "" instead). For these columns the opposite of `<` is
//   not `>=`, and cannot be expressed;
// - text is compared by bytes; word(c,"v") holds wherever v has no Unicode
//   letter or digit next to it, and may hold elsewhere;
// - subdomain(c,"v") also holds for the host v itself;
// - a date literal is a whole day in UTC, and "<" and ">=" compare with the
//   midnight at which the day begins. Only these two operators are used with
//   dates, since for them it does not matter whether a literal means its day or
//   its midnight.
//
// Text is enclosed in double quotes, with \ " ' and NUL escaped by a backslash,
// as the clients of v2 did, so that no value can end its own literal.
#ifndef BACKLINKS_SERVICE_DIALECT_AHREFS_V2_CONDITIONS_H_
#define BACKLINKS_SERVICE_DIALECT_AHREFS_V2_CONDITIONS_H_

#include <string>
#include <vector>

#include "service/dialect/dialect.h"
#include "service/model/filter.h"

namespace backlinks::dialect::ahrefs_v2 {

// Implements Dialect::Translate. The condition may be several ones, separated
// by commas.
Translation TranslateToV2(const FilterNode& predicate, bool negated,
                          const ColumnSet& nullable = {});

// Joins conditions by AND, which is a comma in v2.
std::string JoinInV2(const std::vector<std::string>& conditions);

}  // namespace backlinks::dialect::ahrefs_v2

#endif  // BACKLINKS_SERVICE_DIALECT_AHREFS_V2_CONDITIONS_H_
