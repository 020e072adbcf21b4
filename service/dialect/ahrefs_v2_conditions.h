// Says a predicate in the words of API v2's `where` and `having`: a list of
// comparisons and of substring(), word() and subdomain(), comma for AND. There
// is no OR and no NOT.
//
// A condition is exact or it is not said. *Assumed*, because nobody documents
// it, and kept in this file alone:
// - every column has a value in every row of v2 (where there is nothing, its
//   documented rows hold 0, false or ""), so that the opposite of `<` is `>=`;
//   `<>` is the opposite of `=` on a row without the column, too;
// - text is compared by bytes, and word() takes a word for a maximal run of
//   Unicode letters and digits;
// - subdomain(c,"v") holds for the host v itself, too;
// - a date literal means its midnight, UTC.
//
// Text is put between double quotes with \ " ' and NUL escaped by a backslash,
// as the clients of v2 did: no value can end its own literal.
#ifndef BACKLINKS_SERVICE_DIALECT_AHREFS_V2_CONDITIONS_H_
#define BACKLINKS_SERVICE_DIALECT_AHREFS_V2_CONDITIONS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/model/filter.h"

namespace backlinks {

// One or more v2 conditions that hold together where the predicate (with
// `negated`: its opposite) does; nothing: v2 cannot say it exactly.
std::optional<std::string> SayInV2(const FilterNode& predicate, bool negated);

// Conditions as one: comma is v2's AND.
std::string JoinInV2(const std::vector<std::string>& conditions);

// A text as a literal, with its quotes.
std::string QuoteInV2(std::string_view text);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_DIALECT_AHREFS_V2_CONDITIONS_H_
