// Prices as people read them.
#ifndef BACKLINKS_CLIENT_CPP_CLI_PRICE_TEXT_H_
#define BACKLINKS_CLIENT_CPP_CLI_PRICE_TEXT_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "backlinks/v1/backlinks_service.pb.h"

namespace backlinks {

// "6.400": the amount in units, exact.
std::string AmountText(int64_t milli_amount);

// "rows" or "API units".
std::string_view UnitText(v1::PriceUnit unit);

// "6.400 rows".
std::string PriceText(const v1::Price& price);

// "6.400 to 206.400 rows", or "6.400 rows" where both are the same.
std::string PriceRangeText(const v1::Price& min, const v1::Price& max);

}  // namespace backlinks

#endif  // BACKLINKS_CLIENT_CPP_CLI_PRICE_TEXT_H_
