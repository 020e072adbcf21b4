#include "service/model/log_text.h"

#include <utf8proc.h>

#include <algorithm>

namespace backlinks {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr std::string_view kCut = "...";

// The next character of `text`, which is shortened by it.
std::string_view TakeCharacter(std::string_view& text) {
  utf8proc_int32_t code = -1;
  const auto size =
      utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                       static_cast<utf8proc_ssize_t>(text.size()), &code);
  const auto taken = static_cast<size_t>(std::max<utf8proc_ssize_t>(size, 1));
  const std::string_view character = text.substr(0, taken);
  text.remove_prefix(taken);
  const bool control = code >= 0x7f && code <= 0x9f;
  return size < 1 || control ? kReplacement : character;
}

}  // namespace

std::string LogText(std::string_view text, size_t max_bytes) {
  std::string result;
  size_t cut = 0;  // Where kCut would still fit behind.
  while (!text.empty()) {
    const std::string_view character = TakeCharacter(text);
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
