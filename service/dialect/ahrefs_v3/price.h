// Computes prices in API v3, in thousandths of an API unit.
//
// A row costs the sum of the prices of the distinct fields that are selected,
// filtered or ordered by; column_table.h has the price of each field. A page
// costs its rows, but not less than a minimum.
#ifndef BACKLINKS_SERVICE_DIALECT_AHREFS_V3_PRICE_H_
#define BACKLINKS_SERVICE_DIALECT_AHREFS_V3_PRICE_H_

#include <cstdint>

#include "service/model/query.h"

namespace backlinks::dialect::ahrefs_v3 {

// Implements Dialect::RowPrice. The condition of a keyset position adds
// nothing, since its fields are those of the order.
MilliPrice V3RowPrice(const Plan& plan, bool in_full_order);

// Implements Dialect::PagePrice.
MilliPrice V3PagePrice(const Plan& plan, const Page& page, int64_t rows);

}  // namespace backlinks::dialect::ahrefs_v3

#endif  // BACKLINKS_SERVICE_DIALECT_AHREFS_V3_PRICE_H_
