// Decimal numbers in text, without rounding.
//
// In:     a number in JSON's syntax, leading zeros allowed: "21", "2.1e1".
// Errors: empty if the text is not a number, not whole in the requested unit,
//         or not an int64.
#ifndef BACKLINKS_SERVICE_COMMON_TEXT_DECIMAL_H_
#define BACKLINKS_SERVICE_COMMON_TEXT_DECIMAL_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace backlinks::text {

// "21", "21.0" and "2.1e1" give 21; "21.5", "1e400" and "abc" are rejected.
std::optional<int64_t> ExactInt(std::string_view text);

// Returns thousandths: "999999788.8" gives 999999788800; "0.0001" is rejected.
std::optional<int64_t> ParseMilli(std::string_view text);

// The shortest text that ParseMilli parses as `thousandths`: "-0.5",
// "999999788.8".
std::string FormatMilli(int64_t thousandths);

}  // namespace backlinks::text

#endif  // BACKLINKS_SERVICE_COMMON_TEXT_DECIMAL_H_
