// Splits filter text into tokens.
#ifndef BACKLINKS_SERVICE_COMMON_PARSE_FILTER_TOKEN_H_
#define BACKLINKS_SERVICE_COMMON_PARSE_FILTER_TOKEN_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace backlinks {

struct FilterToken {
  enum class Kind {
    kWord,    // A bare column, keyword or value.
    kQuoted,  // The text without quotes and escapes.
    kSymbol,  // An operator, "(", ")", "," or "-".
    kEnd,
    kBad,  // Not a token; the text is the error, "expected …".
  };
  Kind kind = Kind::kEnd;
  std::string text;
  size_t position = 1;  // Its first byte, from 1; for an error the error's.
  // For a word or a quoted text: the offsets of asterisks without a backslash,
  // which look like wildcards.
  std::vector<size_t> asterisks = {};

  bool Is(std::string_view symbol) const {
    return kind == Kind::kSymbol && text == symbol;
  }
};

// The kind of bare word that is allowed, which determines where it ends.
enum class TokenContext {
  kName,      // A column, function or keyword: also ends at ":" and quotes.
  kValue,     // A value: ends at a blank, comma, bracket, quote or sign.
  kText,      // Text after "=" or "<>", of several words: see bare_value.h.
  kArgument,  // A function's value: ends at a comma, bracket or line break.
};

// Returns the token at `at`, and moves `at` after it, never beyond the end. A
// "-" is a symbol if a name is expected, else part of a value.
FilterToken NextFilterToken(std::string_view text, size_t& at,
                            TokenContext context = TokenContext::kName);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_COMMON_PARSE_FILTER_TOKEN_H_
