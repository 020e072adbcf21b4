// Reads numbers in JSON's syntax.
//
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_DECODE_NUMBER_END_H_
#define BACKLINKS_SERVICE_DECODE_NUMBER_END_H_

#include <cstdint>

#include "absl/strings/ascii.h"
#include "service/decode/json_text.h"

namespace backlinks::decode {

// Whether a number cannot continue with `c`.
inline bool EndsNumber(char c) {
  return c == ',' || c == '}' || c == ']' || IsBlank(c);
}

// Reads a number of at most 18 digits, without a fraction and an exponent, that
// ends before `end`. Returns the byte after it, or null if it is anything else.
inline const char* ReadShortInt(const char* at, const char* end,
                                int64_t& value) {
  constexpr int kMaxDigits = 18;  // Every number of so many is an int64.
  const bool is_negative = at != end && *at == '-';
  const char* const digits = at + (is_negative ? 1 : 0);
  int64_t sum = 0;
  for (at = digits; at != end && absl::ascii_isdigit(*at); ++at) {
    if (at - digits == kMaxDigits) return nullptr;
    sum = sum * 10 + (*at - '0');
  }
  if (at == digits || at == end || !EndsNumber(*at)) return nullptr;
  if (*digits == '0' && at - digits > 1) return nullptr;
  value = is_negative ? -sum : sum;
  return at;
}

// Returns the byte after the number at `at`, or `end` if it may continue there.
// Returns null if it is not a number, or has an exponent of more than three
// digits, which parsers may refuse.
const char* FindNumberEnd(const char* at, const char* end);

}  // namespace backlinks::decode

#endif  // BACKLINKS_SERVICE_DECODE_NUMBER_END_H_
