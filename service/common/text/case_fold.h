// Case folding for ignore_case: Unicode simple case folding (statuses C and S
// of CaseFolding.txt), code point by code point, independent of the language.
//
// Consequences: "SS" and "ß" differ, "ẞ" and "ß" are equal; the three sigmas
// are one letter; the Kelvin sign is a k; Turkish "İ" and "ı" are letters of
// their own, and neither is an i. RE2 folds the same way.
//
// In:      UTF-8; a byte that is not valid UTF-8 is kept.
// Out:     UTF-8; at most 1.5 times as long.
// Threads: any.
#ifndef BACKLINKS_SERVICE_COMMON_TEXT_CASE_FOLD_H_
#define BACKLINKS_SERVICE_COMMON_TEXT_CASE_FOLD_H_

#include <string>
#include <string_view>

namespace backlinks::text {

std::string FoldCase(std::string_view utf8);

// Replaces the content of `folded` with the folded text, and reuses its memory.
void FoldCase(std::string_view utf8, std::string& folded);

// Returns whether no other text folds to the same text as this one, so that a
// comparison with it has the same result with and without ignore_case. False
// negatives are possible.
bool IsCaseless(std::string_view utf8);

}  // namespace backlinks::text

#endif  // BACKLINKS_SERVICE_COMMON_TEXT_CASE_FOLD_H_
