// The bytes that RFC 8259 allows around a JSON document.
#ifndef BACKLINKS_SERVICE_DECODE_JSON_TEXT_H_
#define BACKLINKS_SERVICE_DECODE_JSON_TEXT_H_

#include <string_view>

namespace backlinks::decode {

// The UTF-8 byte order mark, which a parser may ignore at the beginning.
inline constexpr std::string_view kBom = "\xEF\xBB\xBF";
// White space.
inline constexpr std::string_view kBlanks = " \t\r\n";
inline bool IsBlank(char c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

}  // namespace backlinks::decode

#endif  // BACKLINKS_SERVICE_DECODE_JSON_TEXT_H_
