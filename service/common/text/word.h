// The rule of has_word: a word is a maximal run of Unicode letters and digits.
#ifndef BACKLINKS_SERVICE_COMMON_TEXT_WORD_H_
#define BACKLINKS_SERVICE_COMMON_TEXT_WORD_H_

#include <string_view>

namespace backlinks {

// Whether `word` is in `text` with no letter or digit right before or
// right after it. Compared by bytes; "" is nowhere. Both UTF-8.
bool HasWord(std::string_view text, std::string_view word);

// Whether the text is one word: letters and digits, nothing else, not empty.
bool IsOneWord(std::string_view text);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_COMMON_TEXT_WORD_H_
