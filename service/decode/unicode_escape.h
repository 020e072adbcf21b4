// The \uXXXX escapes of JSON.
//
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_DECODE_UNICODE_ESCAPE_H_
#define BACKLINKS_SERVICE_DECODE_UNICODE_ESCAPE_H_

#include <cstddef>
#include <string_view>

namespace backlinks::decode {

inline constexpr size_t kUnicodeEscapeSize = 6;  // \uXXXX

// Returns the value of a hexadecimal digit, or -1.
inline int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c |= 0x20;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// Returns the code unit of the \u escape that `text` begins with, or -1 if it
// begins with anything else.
inline int CodeUnit(std::string_view text) {
  if (text.size() < kUnicodeEscapeSize || text[0] != '\\' || text[1] != 'u') {
    return -1;
  }
  int unit = 0;
  for (const char c : text.substr(2, 4)) {
    const int digit = HexDigit(c);
    if (digit < 0) return -1;
    unit = unit * 16 + digit;
  }
  return unit;
}

inline bool IsHighSurrogate(int unit) {
  return unit >= 0xD800 && unit < 0xDC00;
}
inline bool IsLowSurrogate(int unit) { return unit >= 0xDC00 && unit < 0xE000; }

}  // namespace backlinks::decode

#endif  // BACKLINKS_SERVICE_DECODE_UNICODE_ESCAPE_H_
