#include "service/decode/utf8.h"

#include "simdjson.h"

namespace backlinks::decode {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

// Returns the size of the character that begins with `lead`, or 0 if none does.
size_t SequenceSize(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead < 0xC2) return 0;
  if (lead < 0xE0) return 2;
  if (lead < 0xF0) return 3;
  return lead < 0xF5 ? 4 : 0;
}

// Returns whether `next` may follow `lead`: rejects overlong forms, surrogates,
// and code points above U+10FFFF.
bool MayFollow(unsigned char lead, unsigned char next) {
  const unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  return next >= low && next <= high;
}

// Returns the size of the maximal subpart at the beginning of `text`: a
// character, or the valid beginning of one. Never 0.
size_t SubpartSize(std::string_view text, size_t want) {
  if (want < 2 || text.size() < 2 || !MayFollow(text[0], text[1])) return 1;
  size_t got = 2;
  while (got < want && got < text.size() && IsUtf8Tail(text[got])) ++got;
  return got;
}

}  // namespace

bool ValidUtf8(std::string_view text) {
  return simdjson::validate_utf8(text.data(), text.size());
}

std::string SanitizeUtf8(std::string_view text) {
  std::string sanitized;
  while (!text.empty()) {
    const size_t want = SequenceSize(text.front());
    const size_t got = SubpartSize(text, want);
    sanitized += got == want ? text.substr(0, got) : kReplacement;
    text.remove_prefix(got);
  }
  return sanitized;
}

}  // namespace backlinks::decode
