#include "service/decode/unescape.h"

#include "service/decode/unicode_escape.h"

namespace backlinks::decode {
namespace {

// Returns the character that is escaped as a backslash and `c`, or 0.
char SimpleEscape(char c) {
  switch (c) {
    case '"':
    case '\\':
    case '/':
      return c;
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return 0;
  }
}

char Byte(int value) { return static_cast<char>(value); }

void AppendUtf8(int point, std::string& out) {
  if (point < 0x80) {
    out += Byte(point);
    return;
  }
  if (point < 0x800) {
    out += Byte(0xC0 | point >> 6);
  } else if (point < 0x10000) {
    out += Byte(0xE0 | point >> 12);
    out += Byte(0x80 | (point >> 6 & 0x3F));
  } else {
    out += Byte(0xF0 | point >> 18);
    out += Byte(0x80 | (point >> 12 & 0x3F));
    out += Byte(0x80 | (point >> 6 & 0x3F));
  }
  out += Byte(0x80 | (point & 0x3F));
}

// Appends the character of the \u escape, or pair of them, that `text` begins
// with. Returns its size, or 0 if it is not valid.
size_t AppendCodePoint(std::string_view text, std::string& out) {
  const int unit = CodeUnit(text);
  if (unit < 0 || IsLowSurrogate(unit)) return 0;
  if (!IsHighSurrogate(unit)) {
    AppendUtf8(unit, out);
    return kUnicodeEscapeSize;
  }
  const int low = CodeUnit(text.substr(kUnicodeEscapeSize));
  if (!IsLowSurrogate(low)) return 0;
  AppendUtf8(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00), out);
  return 2 * kUnicodeEscapeSize;
}

// Appends the character of the escape that `text` begins with. Returns the size
// of the escape, or 0 if it is not valid.
size_t AppendEscape(std::string_view text, std::string& out) {
  if (text.size() < 2) return 0;
  const char simple = SimpleEscape(text[1]);
  if (simple == 0) return AppendCodePoint(text, out);
  out += simple;
  return 2;
}

}  // namespace

bool AppendUnescaped(std::string_view text, std::string& out) {
  while (true) {
    const size_t slash = text.find('\\');
    out.append(text.substr(0, slash));
    if (slash == text.npos) return true;
    text.remove_prefix(slash);
    const size_t size = AppendEscape(text, out);
    if (size == 0) return false;
    text.remove_prefix(size);
  }
}

}  // namespace backlinks::decode
