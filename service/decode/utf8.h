// Validates and sanitizes UTF-8.
#ifndef BACKLINKS_SERVICE_DECODE_UTF8_H_
#define BACKLINKS_SERVICE_DECODE_UTF8_H_

#include <string>
#include <string_view>

namespace backlinks::decode {

// Returns whether the byte continues a character, as every one but its first
// does.
inline bool IsUtf8Tail(char byte) { return (byte & 0xC0) == 0x80; }

bool ValidUtf8(std::string_view text);

// Replaces bytes that are not part of valid UTF-8 with U+FFFD, one for each
// maximal subpart of the Unicode standard, as browsers do.
std::string SanitizeUtf8(std::string_view text);

// A byte that never occurs in UTF-8. Sanitizing turns it into one U+FFFD.
inline constexpr char kNotUtf8 = '\xFF';

}  // namespace backlinks::decode

#endif  // BACKLINKS_SERVICE_DECODE_UTF8_H_
