// Filter text as tokens.
#ifndef BACKLINKS_SERVICE_PARSE_FILTER_TOKEN_H_
#define BACKLINKS_SERVICE_PARSE_FILTER_TOKEN_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace backlinks {

struct FilterToken {
  enum class Kind {
    kWord,    // Bare: a column, a keyword or a value.
    kQuoted,  // Its text without quotes and escapes.
    kSymbol,  // An operator, "(", ")", "," or "-".
    kEnd,
    kBad,  // Not a token; the text is the error, "expected …".
  };
  Kind kind = Kind::kEnd;
  std::string text;
  size_t position = 1;  // Of its first byte, from 1; of an error, its own.
  // Of a word or a quoted text: where in it an asterisk without a backslash
  // is, which looks like a wildcard.
  std::vector<size_t> asterisks = {};

  bool Is(std::string_view symbol) const {
    return kind == Kind::kSymbol && text == symbol;
  }
};

// What a bare word may be at this place, and so where it ends.
enum class TokenPlace {
  kName,      // A column, function or keyword: also at ":" and quotes.
  kValue,     // A value: at a blank, comma, bracket, quote or sign.
  kText,      // Text after "=" or "<>", of several words: see bare_value.h.
  kArgument,  // A function's value: at a comma, bracket or line break.
};

// Returns the token at `at`, and moves `at` after it, never beyond the end. A
// "-" is a symbol where a name may be, and part of a value.
FilterToken NextFilterToken(std::string_view text, size_t& at,
                            TokenPlace place = TokenPlace::kName);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_PARSE_FILTER_TOKEN_H_
