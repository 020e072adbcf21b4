// Filter text as tokens.
#ifndef BACKLINKS_SERVICE_PARSE_FILTER_TOKEN_H_
#define BACKLINKS_SERVICE_PARSE_FILTER_TOKEN_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace backlinks {

struct FilterToken {
  enum class Kind {
    kWord,    // Bare: a column, a keyword or a value.
    kQuoted,  // Its text without quotes and escapes.
    kSymbol,  // An operator, "(", ")", "," or "-".
    kEnd,
    kBad,  // A quote that is not closed.
  };
  Kind kind = Kind::kEnd;
  std::string text;
  size_t position = 1;  // Of its first byte, from 1.

  bool Is(std::string_view symbol) const {
    return kind == Kind::kSymbol && text == symbol;
  }
};

// The token at `at`, which is moved behind it. Never moves beyond the end.
// Where a value stands, a bare one ends only at a blank, a comma, a bracket, a
// quote or a sign of comparison: colons are part of it, and so is a "-" before
// it.
FilterToken NextFilterToken(std::string_view text, size_t& at,
                            bool is_value = false);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_PARSE_FILTER_TOKEN_H_
