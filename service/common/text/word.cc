#include "service/common/text/word.h"

#include <utf8proc.h>

#include "service/common/text/utf8.h"

namespace backlinks::text {
namespace {

bool IsWordCharacter(utf8proc_int32_t character) {
  switch (utf8proc_category(character)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_ND:
      return true;
    default:
      return false;
  }
}

// Returns the size in bytes of the letter or digit at the beginning of `text`,
// or 0 if it begins with anything else.
size_t LeadingWordCharacter(std::string_view text) {
  if (text.empty()) return 0;
  const Utf8Character character = ConsumeCharacter(text);
  const bool is_word_character =
      character.code_point >= 0 && IsWordCharacter(character.code_point);
  return is_word_character ? character.bytes.size() : 0;
}

bool BeginsInWord(std::string_view text) {
  return LeadingWordCharacter(text) > 0;
}

bool EndsInWord(std::string_view text) {
  size_t at = text.size();
  while (at > 0 && (text[--at] & 0xC0) == 0x80) {
  }
  return BeginsInWord(text.substr(at));
}

}  // namespace

bool HasWord(std::string_view text, std::string_view word) {
  if (word.empty()) return false;
  for (size_t at = text.find(word); at != text.npos;
       at = text.find(word, at + 1)) {
    if (!EndsInWord(text.substr(0, at)) &&
        !BeginsInWord(text.substr(at + word.size()))) {
      return true;
    }
  }
  return false;
}

bool IsOneWord(std::string_view text) {
  if (text.empty()) return false;
  while (const size_t size = LeadingWordCharacter(text)) {
    text.remove_prefix(size);
  }
  return text.empty();
}

}  // namespace backlinks::text
