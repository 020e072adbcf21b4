// Decimal numbers in text, without rounding.
//
// In:     a number as JSON writes it, leading zeros allowed: "21", "2.1e1".
// Errors: nothing: it is none, is not whole in the unit asked for, or is not
//         an int64.
#ifndef BACKLINKS_SERVICE_MODEL_DECIMAL_H_
#define BACKLINKS_SERVICE_MODEL_DECIMAL_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace backlinks {

// "21", "21.0" and "2.1e1" are 21; "21.5", "1e400" and "abc" are none.
std::optional<int64_t> ExactInt(std::string_view text);

// Thousandths: "999999788.8" is 999999788800; "0.0001" is none.
std::optional<int64_t> ParseMilli(std::string_view text);

// The shortest text that ParseMilli reads as that: "-0.5", "999999788.8".
std::string FormatMilli(int64_t thousandths);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_MODEL_DECIMAL_H_
