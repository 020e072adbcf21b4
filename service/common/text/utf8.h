// Splits text into UTF-8 characters.
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_COMMON_TEXT_UTF8_H_
#define BACKLINKS_SERVICE_COMMON_TEXT_UTF8_H_

#include <cstdint>
#include <string_view>

namespace backlinks::text {

// U+FFFD, the replacement for what cannot be shown.
inline constexpr std::string_view kReplacementCharacter = "\xEF\xBF\xBD";

struct Utf8Character {
  std::string_view bytes;
  int32_t code_point = -1;  // -1 for a byte that is not UTF-8.
};

// Removes the first character from `text`, which must not be empty, and returns
// it.
Utf8Character ConsumeCharacter(std::string_view& text);

inline bool IsAscii(char c) { return static_cast<unsigned char>(c) < 0x80; }
bool IsAscii(std::string_view text);

}  // namespace backlinks::text

#endif  // BACKLINKS_SERVICE_COMMON_TEXT_UTF8_H_
