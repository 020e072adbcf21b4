#include "service/common/parse/parse_hints.h"

#include <algorithm>

#include "fmt/format.h"
#include "service/common/parse/bare_value.h"

namespace backlinks {
namespace {

constexpr size_t kMaxShownName = 100;

bool IsAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > 0; });
}

// The function that is equivalent to wildcards at these places.
std::string_view FunctionFor(const FilterToken& value) {
  const size_t last = value.text.size() - 1;
  const bool leading = value.asterisks.front() == 0;
  const bool trailing = value.asterisks.back() == last;
  const size_t at_ends = (leading ? 1 : 0) + (trailing ? 1 : 0);
  if (value.asterisks.size() != at_ends) return "matches";
  if (at_ends == 2) return "contains";
  return leading ? "ends_with" : "starts_with";
}

}  // namespace

std::string ColumnHint(const FilterToken& token) {
  using Kind = FilterToken::Kind;
  const bool is_quoted = token.kind == Kind::kQuoted;
  if (is_quoted || !LookalikeQuote(token.text).empty()) {
    return "expected a column without quotes";
  }
  if (token.kind != Kind::kWord) {
    return "expected a column, a function, NOT or (";
  }
  // Column names are ASCII. Other text may not be UTF-8 and cannot be
  // truncated.
  if (!IsAscii(token.text)) return "expected a column";
  return fmt::format(
      "expected a column, not \"{}\"{}", token.text.substr(0, kMaxShownName),
      HasPercentEncoding(token.text) ? "; decode a percent-encoded text first"
                                     : "");
}

std::string WildcardHint(std::string_view column, const FilterToken& value) {
  if (value.text == "*") {
    return fmt::format(
        "expected no wildcard: {0}:* tests that {0} is present, and \"\\*\" is "
        "an asterisk",
        column);
  }
  return fmt::format(
      "expected no wildcard: use {}({}, ...), or write \\* in quotes for an "
      "asterisk",
      FunctionFor(value), column);
}

}  // namespace backlinks
