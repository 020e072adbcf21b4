#include "service/model/log_text.h"

#include "service/model/terminal_text.h"
#include "service/model/utf8.h"

namespace backlinks {
namespace {

constexpr std::string_view kCut = "...";
constexpr int32_t kSpace = 0x20;

// The next character of `text`, which is shortened by it. JSON escapes those
// below the space.
std::string_view TakeLogCharacter(std::string_view& text) {
  const Utf8Character character = TakeCharacter(text);
  const bool escaped =
      character.code_point >= 0 && character.code_point < kSpace;
  return !escaped && ControlsTerminal(character.code_point)
             ? kReplacementCharacter
             : character.bytes;
}

}  // namespace

std::string LogText(std::string_view text, size_t max_bytes) {
  std::string result;
  size_t cut = 0;  // Where kCut would still fit behind.
  while (!text.empty()) {
    const std::string_view character = TakeLogCharacter(text);
    if (result.size() + character.size() > max_bytes) {
      result.resize(cut);
      return result.append(kCut);
    }
    result += character;
    if (result.size() + kCut.size() <= max_bytes) cut = result.size();
  }
  return result;
}

}  // namespace backlinks
