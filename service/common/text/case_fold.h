// The one rule of ignore_case: Unicode simple case folding (statuses C and S of
// CaseFolding.txt), code point by code point, in no language in particular.
//
// What follows from it: "SS" and "ß" differ, "ẞ" and "ß" do not; the three
// sigmas are one letter; the Kelvin sign is a k; Turkish "İ" and "ı" are
// letters of their own, neither of them an i. RE2 folds the same way.
//
// In:      UTF-8; a byte that is not stays as it is.
// Out:     UTF-8; at most 1.5 times as long.
// Threads: any.
#ifndef BACKLINKS_SERVICE_COMMON_TEXT_CASE_FOLD_H_
#define BACKLINKS_SERVICE_COMMON_TEXT_CASE_FOLD_H_

#include <string>
#include <string_view>

namespace backlinks {

std::string FoldCase(std::string_view utf8);

// The same into `folded`, which loses what it held but keeps its memory.
void FoldCase(std::string_view utf8, std::string& folded);

// Whether no other text folds to what this one folds to, so that comparing
// with it means the same with ignore_case and without. May say no where yes
// would be true.
bool IsCaseless(std::string_view utf8);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_COMMON_TEXT_CASE_FOLD_H_
