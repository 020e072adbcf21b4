// The definition of a word for has_word: a maximal run of Unicode letters and
// digits.
#ifndef BACKLINKS_SERVICE_COMMON_TEXT_WORD_H_
#define BACKLINKS_SERVICE_COMMON_TEXT_WORD_H_

#include <string_view>

namespace backlinks::text {

// Returns whether `word` occurs in `text` with no letter or digit directly
// before or after it. Compares bytes; both are UTF-8. False if `word` is empty.
bool HasWord(std::string_view text, std::string_view word);

// Returns whether the text is one word: not empty, and letters and digits only.
bool IsOneWord(std::string_view text);

}  // namespace backlinks::text

#endif  // BACKLINKS_SERVICE_COMMON_TEXT_WORD_H_
