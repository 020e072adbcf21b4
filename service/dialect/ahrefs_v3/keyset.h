// Says in API v3's words where a page begins, because v3 has no offset: the
// condition that holds for the rows at or after the keyset position in the
// order of the page, and for no other.
//
// With the keys k1, k2 … that is, by levels:
//   {"or":[k1 beyond, {"and":[k1 equal, {"or":[k2 beyond, …]}]}]}
// where the last level is "equal or beyond"; "beyond" alone if KeysetPosition::behind.
//
// *Assumed*, because nobody documents it, and kept in this file alone:
// - a row without a value sorts below every other one: first if ascending,
//   last if descending; on it no comparison holds, and "is_null" does;
// - booleans are compared, and sorted, false below true;
// - text is sorted as "gt" and "lt" compare it, whatever order that is;
// - a rating, a float, equals what the upstream wrote for it.
#ifndef BACKLINKS_SERVICE_DIALECT_AHREFS_V3_KEYSET_H_
#define BACKLINKS_SERVICE_DIALECT_AHREFS_V3_KEYSET_H_

#include <string>
#include <vector>

#include "service/model/query.h"

namespace backlinks {

// The order of a page: of the plan, or deep.
const std::vector<OrderKey>& V3OrderOf(const Plan& plan, const Page& page);

// "": the page begins with the first row.
std::string SeamInV3(const Plan& plan, const Page& page);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_DIALECT_AHREFS_V3_KEYSET_H_
