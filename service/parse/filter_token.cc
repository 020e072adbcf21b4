#include "service/parse/filter_token.h"

#include <algorithm>
#include <array>

namespace backlinks {
namespace {

using Kind = FilterToken::Kind;

constexpr std::string_view kBlanks = " \t\r\n";
constexpr std::string_view kWordEnds = " \t\r\n,()=<>!:\"'";
// Inside a bare value, such as a time of day, a colon ends nothing.
constexpr std::string_view kValueEnds = " \t\r\n,()=<>!\"'";

// Longer ones first.
constexpr std::array<std::string_view, 11> kSymbols = {
    "<>", "<=", ">=", "!=", "=", "<", ">", ":", "(", ")", ","};

FilterToken Quoted(std::string_view text, size_t& at) {
  FilterToken token{Kind::kQuoted, "", at + 1};
  const char quote = text[at];
  for (++at; at < text.size(); ++at) {
    char c = text[at];
    if (c == quote) {
      ++at;
      return token;
    }
    if (c == '\\' && at + 1 < text.size()) {
      c = text[++at];
      if (c == '0') c = '\0';
    }
    token.text += c;
  }
  token.kind = Kind::kBad;
  return token;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

FilterToken NextFilterToken(std::string_view text, size_t& at, bool is_value) {
  at = std::min(text.find_first_not_of(kBlanks, at), text.size());
  if (at == text.size()) return {Kind::kEnd, "", at + 1};
  if (text[at] == '"' || text[at] == '\'') return Quoted(text, at);
  const size_t position = at + 1;
  for (const std::string_view symbol : kSymbols) {
    if (text.substr(at, symbol.size()) != symbol) continue;
    at += symbol.size();
    return {Kind::kSymbol, std::string(symbol), position};
  }
  // "-" negates a term, and begins a number.
  if (!is_value && text[at] == '-' && at + 1 < text.size() &&
      !IsDigit(text[at + 1])) {
    ++at;
    return {Kind::kSymbol, "-", position};
  }
  const bool has_colons = is_value || IsDigit(text[at]);
  size_t end = text.find_first_of(has_colons ? kValueEnds : kWordEnds, at);
  if (end == text.npos) end = text.size();
  // A "!" alone is no symbol; take it, so that the text always gets shorter.
  if (end == at) ++end;
  FilterToken token{Kind::kWord, std::string(text.substr(at, end - at)),
                    position};
  at = end;
  return token;
}

}  // namespace backlinks
