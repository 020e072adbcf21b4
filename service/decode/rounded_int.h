// Rounds a decimal number in text to an integer, without the use of double.
//
// In:     a number in JSON's syntax: "20.5", "-2.05e1".
// Out:    the nearest int, halves away from zero: 0.5 is 1, -0.5 is -1.
// Errors: empty if the text is not such a number, or the result not an int64.
#ifndef BACKLINKS_SERVICE_DECODE_ROUNDED_INT_H_
#define BACKLINKS_SERVICE_DECODE_ROUNDED_INT_H_

#include <cstdint>
#include <optional>
#include <string_view>

namespace backlinks::decode {

std::optional<int64_t> RoundedInt(std::string_view written);

}  // namespace backlinks::decode

#endif  // BACKLINKS_SERVICE_DECODE_ROUNDED_INT_H_
