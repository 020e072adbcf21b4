#include "service/common/text/terminal_text.h"

#include <utf8proc.h>

#include "absl/strings/str_cat.h"
#include "service/common/text/utf8.h"

namespace backlinks::text {
namespace {

constexpr int32_t kFirstSupplementary = 0x10000;

bool IsUnsafe(const Utf8Character& character, std::string_view rest) {
  if (character.bytes == "\n" || character.bytes == "\t") return false;
  if (character.bytes == "\r" && rest.starts_with('\n')) return false;
  return ControlsTerminal(character.code_point);
}

// Replaces every unsafe character with `replace(code_point)`.
template <typename Replace>
std::string ReplaceUnsafe(std::string_view text, Replace replace) {
  std::string safe;
  std::string_view rest = text;
  while (!rest.empty()) {
    const Utf8Character character = ConsumeCharacter(rest);
    if (!IsUnsafe(character, rest)) continue;
    safe += text.substr(0, text.size() - rest.size() - character.bytes.size());
    safe += replace(character.code_point);
    text = rest;
  }
  return safe.append(text);
}

std::string JsonEscape(uint32_t utf16) {
  return absl::StrCat("\\u", absl::Hex(utf16, absl::kZeroPad4));
}

std::string JsonEscapes(int32_t code_point) {
  if (code_point < 0) return std::string(kReplacementCharacter);
  if (code_point < kFirstSupplementary) return JsonEscape(code_point);
  const uint32_t offset = code_point - kFirstSupplementary;
  return JsonEscape(0xD800 + (offset >> 10)) +
         JsonEscape(0xDC00 + (offset & 0x3FF));
}

}  // namespace

bool ControlsTerminal(int32_t code_point) {
  if (code_point >= 0x20 && code_point < 0x7F) return false;
  if (code_point < 0) return true;
  switch (utf8proc_category(code_point)) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
      return true;
    case UTF8PROC_CATEGORY_CF:
      return code_point != 0x200C && code_point != 0x200D && code_point != 0xAD;
    default:
      return false;
  }
}

std::string TerminalText(std::string_view text) {
  return ReplaceUnsafe(text, [](int32_t) { return kReplacementCharacter; });
}

std::string TerminalJson(std::string_view json) {
  return ReplaceUnsafe(json, JsonEscapes);
}

}  // namespace backlinks::text
