// Guarantees UTF-8, of any bytes.
#ifndef BACKLINKS_SERVICE_DECODE_UTF8_H_
#define BACKLINKS_SERVICE_DECODE_UTF8_H_

#include <string>
#include <string_view>

namespace backlinks {

// Whether a byte continues a character that began before it.
inline bool IsUtf8Tail(char byte) { return (byte & 0xC0) == 0x80; }

bool ValidUtf8(std::string_view text);

// The text with every byte that is not part of valid UTF-8 replaced by
// U+FFFD (the maximal subparts of the Unicode standard, as browsers do).
std::string MendUtf8(std::string_view text);

// A byte that is never in UTF-8: what becomes one U+FFFD.
inline constexpr char kNotUtf8 = '\xFF';

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_DECODE_UTF8_H_
