#include "service/common/parse/bare_value.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "service/common/column/column.h"
#include "service/common/parse/predicate_builder.h"

namespace backlinks {
namespace {

constexpr std::string_view kSpaces = " \t";
constexpr std::string_view kArgumentEnds = ",()\r\n";
constexpr std::string_view kConditionSigns = "=<>:";

constexpr std::array<std::string_view, 30> kLookalikes = {
    "“",      "”",     "„",      "‟",     "‘",     "’",     "‚",   "‛",
    "«",      "»",     "‹",      "›",     "″",     "′",     "´",   "`",
    "＂",     "＇",    "「",     "『",    "%22",   "%27",   "%60", "%E2%80%9",
    "%C2%AB", "%2522", "&quot;", "&#34;", "&#39;", "&apos;"};

bool IsNamePart(char c) { return absl::ascii_isalnum(c) || c == '_'; }

// Counts bytes beyond ASCII as letters, since only bytes are visible here.
bool IsLetter(char c) { return absl::ascii_isalnum(c) || (c & 0x80) != 0; }

std::string_view SkipSpaces(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(kSpaces), text.size()));
  return text;
}

// Whether the word at the beginning of `rest` ends the value.
bool EndsText(std::string_view rest) {
  const bool minus = rest.starts_with('-');
  if (minus) rest.remove_prefix(1);
  const auto* const end =
      std::find_if_not(rest.begin(), rest.end(), IsNamePart);
  const std::string_view name = rest.substr(0, end - rest.begin());
  const bool is_column = FindColumn(name) != nullptr;
  if (minus) return is_column;
  if (name == "AND" || name == "OR" || name == "NOT") return true;
  rest = SkipSpaces(rest.substr(name.size()));
  if (rest.empty()) return false;
  const bool has_sign =
      kConditionSigns.find(rest[0]) != rest.npos || rest.substr(0, 2) == "!=";
  return (is_column && has_sign) || (IsFilterFunction(name) && rest[0] == '(');
}

}  // namespace

size_t BareArgumentEnd(std::string_view text, size_t at) {
  const size_t end =
      std::min(text.find_first_of(kArgumentEnds, at), text.size());
  const size_t last = text.substr(0, end).find_last_not_of(kSpaces);
  return std::max(at, last + 1);
}

size_t BareTextEnd(std::string_view text, size_t at) {
  const size_t end = BareArgumentEnd(text, at);
  size_t value_end = at;
  for (size_t word = at; word < end && !EndsText(text.substr(word));
       word = text.find_first_not_of(kSpaces, value_end)) {
    value_end = std::min(text.find_first_of(kSpaces, word), end);
  }
  return value_end;
}

size_t FindStrayQuote(std::string_view value) {
  for (size_t i = 0; i < value.size(); ++i) {
    if (value[i] != '"' && value[i] != '\'') continue;
    const bool is_apostrophe = value[i] == '\'' && i > 0 &&
                               i + 1 < value.size() && IsLetter(value[i - 1]) &&
                               IsLetter(value[i + 1]);
    if (!is_apostrophe) return i;
  }
  return value.npos;
}

std::string_view LookalikeQuote(std::string_view value) {
  for (const std::string_view quote : kLookalikes) {
    const std::string_view begin = value.substr(0, quote.size());
    if (absl::EqualsIgnoreCase({begin.data(), begin.size()},
                               {quote.data(), quote.size()})) {
      return quote;
    }
  }
  return "";
}

bool HasPercentEncoding(std::string_view text) {
  for (size_t at = text.find('%'); at < text.size();
       at = text.find('%', at + 1)) {
    if (at + 2 < text.size() && absl::ascii_isxdigit(text[at + 1]) &&
        absl::ascii_isxdigit(text[at + 2])) {
      return true;
    }
  }
  return false;
}

}  // namespace backlinks
