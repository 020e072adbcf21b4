// Translates keyset positions to API v3's filters, because v3 has no offset.
// The condition holds for exactly the rows at or after the keyset position in
// the order of the page.
//
// For the keys k1, k2 … the condition is nested by levels:
//   {"or":[k1 beyond, {"and":[k1 equal, {"or":[k2 beyond, …]}]}]}
// The last level is "equal or beyond", or "beyond" if
// KeysetPosition::after_equals.
//
// *Assumed*, because it is not documented, and relied on in this file only:
// - a row without a value is sorted below every other one: first if ascending,
//   last if descending. For such a row no comparison holds, and "is_null" does;
// - booleans are compared and sorted with false below true;
// - text is sorted in the order of "gt" and "lt", whatever that order is;
// - a rating, a float, equals the number that the upstream wrote for it.
#ifndef BACKLINKS_SERVICE_DIALECT_AHREFS_V3_KEYSET_H_
#define BACKLINKS_SERVICE_DIALECT_AHREFS_V3_KEYSET_H_

#include <string>
#include <vector>

#include "service/model/query.h"

namespace backlinks::dialect::ahrefs_v3 {

// Returns the order of a page: that of the plan, or its full order.
const std::vector<OrderKey>& V3OrderOf(const Plan& plan, const Page& page);

// Returns the condition of the page's keyset position. Empty if the page begins
// with the first row.
std::string KeysetToV3(const Plan& plan, const Page& page);

}  // namespace backlinks::dialect::ahrefs_v3

#endif  // BACKLINKS_SERVICE_DIALECT_AHREFS_V3_KEYSET_H_
