// Computes the price of a row in API v3: the sum of the prices of the distinct
// fields that are selected, filtered or ordered by.
#ifndef BACKLINKS_SERVICE_DIALECT_AHREFS_V3_PRICE_H_
#define BACKLINKS_SERVICE_DIALECT_AHREFS_V3_PRICE_H_

#include "service/model/query.h"

namespace backlinks {

// Implements Dialect::RowPrice. The condition of a keyset position adds
// nothing, since its fields are those of the order.
MilliPrice V3RowPrice(const Plan& plan, bool in_full_order);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_DIALECT_AHREFS_V3_PRICE_H_
