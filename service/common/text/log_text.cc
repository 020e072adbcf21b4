#include "service/common/text/log_text.h"

#include <algorithm>
#include <cctype>

#include "service/common/text/terminal_text.h"
#include "service/common/text/utf8.h"

namespace backlinks::text {
namespace {

constexpr std::string_view kCut = "...";
constexpr int32_t kSpace = 0x20;
constexpr std::string_view kSchemeMark = "://";

// Removes the next character from `text` and returns it, sanitized. Characters
// below the space are kept, since JSON escapes them.
std::string_view ConsumeLogCharacter(std::string_view& text) {
  const Utf8Character character = ConsumeCharacter(text);
  const bool escaped =
      character.code_point >= 0 && character.code_point < kSpace;
  return !escaped && ControlsTerminal(character.code_point)
             ? kReplacementCharacter
             : character.bytes;
}

// Returns the position after the scheme and its "://", or 0 if there is none.
size_t SchemeEnd(std::string_view text) {
  const size_t mark = text.find(kSchemeMark);
  if (mark == text.npos) return 0;
  const bool is_scheme =
      std::all_of(text.begin(), text.begin() + mark,
                  [](unsigned char c) { return std::isalnum(c) != 0; });
  return is_scheme ? mark + kSchemeMark.size() : 0;
}

}  // namespace

std::string RedactUserInfo(std::string_view text) {
  size_t end = 0;
  for (const std::string_view at :
       {"@", "%40", "\xEF\xB9\xAB", "\xEF\xBC\xA0"}) {
    const size_t last = text.rfind(at);
    if (last != text.npos) end = std::max(end, last + at.size());
  }
  if (end == 0) return std::string(text);
  const size_t begin = SchemeEnd(text);
  const std::string_view scheme = text.substr(0, begin < end ? begin : 0);
  return std::string(scheme).append("***@").append(text.substr(end));
}

std::string LogText(std::string_view text, size_t max_bytes) {
  std::string result;
  size_t cut = 0;  // Where kCut still fits.
  while (!text.empty()) {
    const std::string_view character = ConsumeLogCharacter(text);
    if (result.size() + character.size() > max_bytes) {
      result.resize(cut);
      return result.append(kCut);
    }
    result += character;
    if (result.size() + kCut.size() <= max_bytes) cut = result.size();
  }
  return result;
}

}  // namespace backlinks::text
