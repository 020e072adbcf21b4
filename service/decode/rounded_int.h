// Rounds a decimal number in text to a whole one, without a double between.
//
// In:     a number exactly as JSON writes it: "20.5", "-2.05e1".
// Out:    the nearest int, halves away from zero: 0.5 is 1, -0.5 is -1.
// Errors: nothing: it is no such number, or rounded no int64.
#ifndef BACKLINKS_SERVICE_DECODE_ROUNDED_INT_H_
#define BACKLINKS_SERVICE_DECODE_ROUNDED_INT_H_

#include <cstdint>
#include <optional>
#include <string_view>

namespace backlinks {

std::optional<int64_t> RoundedInt(std::string_view written);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_DECODE_ROUNDED_INT_H_
