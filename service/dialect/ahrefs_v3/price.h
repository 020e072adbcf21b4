// What API v3 charges for a row: the sum of the costs of each distinct field
// that is selected, filtered or ordered by.
#ifndef BACKLINKS_SERVICE_DIALECT_AHREFS_V3_PRICE_H_
#define BACKLINKS_SERVICE_DIALECT_AHREFS_V3_PRICE_H_

#include "service/model/query.h"

namespace backlinks {

// See Dialect::RowPrice. The condition of a keyset position costs nothing more:
// its fields are those of the order.
MilliPrice V3RowPrice(const Plan& plan, bool deep);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_DIALECT_AHREFS_V3_PRICE_H_
