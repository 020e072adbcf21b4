// Computes prices in API v2, in thousandths of a row of the account.
//
// Source: the last published price list. An older one also charged 5 rows for
//         `offset`.
#ifndef BACKLINKS_SERVICE_DIALECT_AHREFS_V2_PRICE_H_
#define BACKLINKS_SERVICE_DIALECT_AHREFS_V2_PRICE_H_

#include <cstdint>

#include "service/model/query.h"

namespace backlinks::dialect::ahrefs_v2 {

// Implements Dialect::RowPrice: the price of a row of the response.
inline constexpr MilliPrice kV2RowPrice = 200;

// Implements Dialect::PagePrice.
MilliPrice V2PagePrice(const Plan& plan, int64_t rows);

}  // namespace backlinks::dialect::ahrefs_v2

#endif  // BACKLINKS_SERVICE_DIALECT_AHREFS_V2_PRICE_H_
