#include "service/common/text/case_fold.h"

#include <algorithm>

#include "service/common/text/utf8.h"
#include "utf8proc.h"

namespace backlinks::text {
namespace {

using CodePoint = utf8proc_int32_t;

// U+0130 has a full folding but no simple one; its lower case form is a
// different letter.
constexpr CodePoint kCapitalIWithDot = 0x130;

bool IsAsciiUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsAsciiLetter(char c) { return IsAsciiUpper(c & ~0x20); }

// utf8proc implements full folding only. If that results in one code point, it
// is the simple folding too; otherwise the simple folding is the lower case
// form.
CodePoint Fold(CodePoint code_point) {
  if (code_point == kCapitalIWithDot) return code_point;
  CodePoint folded[4];
  int boundary = 0;
  const auto size = utf8proc_decompose_char(code_point, folded, 4,
                                            UTF8PROC_CASEFOLD, &boundary);
  return size == 1 ? folded[0] : utf8proc_tolower(code_point);
}

void Append(CodePoint code_point, std::string& text) {
  utf8proc_uint8_t bytes[4];
  const auto size = utf8proc_encode_char(code_point, bytes);
  text.append(reinterpret_cast<const char*>(bytes), size);
}

bool IsCaselessCodePoint(CodePoint code_point) {
  return Fold(code_point) == code_point &&
         utf8proc_toupper(code_point) == code_point &&
         utf8proc_tolower(code_point) == code_point;
}

}  // namespace

std::string FoldCase(std::string_view utf8) {
  std::string folded;
  FoldCase(utf8, folded);
  return folded;
}

void FoldCase(std::string_view utf8, std::string& folded) {
  const auto ascii_end = std::find_if_not(utf8.begin(), utf8.end(),
                                          [](char c) { return IsAscii(c); }) -
                         utf8.begin();
  folded.assign(utf8.substr(0, ascii_end));
  for (char& c : folded) c = IsAsciiUpper(c) ? static_cast<char>(c | 0x20) : c;
  utf8.remove_prefix(ascii_end);
  while (!utf8.empty()) {
    const Utf8Character character = ConsumeCharacter(utf8);
    if (character.code_point < 0) {
      folded += character.bytes;
    } else {
      Append(Fold(character.code_point), folded);
    }
  }
}

bool IsCaseless(std::string_view utf8) {
  while (!utf8.empty()) {
    if (IsAscii(utf8.front())) {
      if (IsAsciiLetter(utf8.front())) return false;
      utf8.remove_prefix(1);
      continue;
    }
    const CodePoint code_point = ConsumeCharacter(utf8).code_point;
    if (code_point < 0 || !IsCaselessCodePoint(code_point)) return false;
  }
  return true;
}

}  // namespace backlinks::text
