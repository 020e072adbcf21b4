// Formats prices for people.
#ifndef BACKLINKS_CLIENT_CPP_CLI_PRICE_TEXT_H_
#define BACKLINKS_CLIENT_CPP_CLI_PRICE_TEXT_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "backlinks/v1/backlinks_service.pb.h"

namespace backlinks::cli {

// Returns the exact amount in units: "6.400".
std::string AmountText(int64_t milli_amount);

// Returns "rows" or "API units".
std::string_view UnitText(v1::PriceUnit unit);

// Returns for example "6.400 rows".
std::string PriceText(const v1::Price& price);

// Returns "6.400 to 206.400 rows", or "6.400 rows" if both are the same.
std::string PriceRangeText(const v1::Price& min, const v1::Price& max);

}  // namespace backlinks::cli

#endif  // BACKLINKS_CLIENT_CPP_CLI_PRICE_TEXT_H_
