#include "service/common/parse/filter_token.h"

#include <algorithm>
#include <array>
#include <utility>

#include "fmt/format.h"
#include "service/common/parse/bare_value.h"

namespace backlinks {
namespace {

using Kind = FilterToken::Kind;

constexpr std::string_view kBlanks = " \t\r\n";
constexpr std::string_view kWordEnds = " \t\r\n,()=<>!:\"'";
// A colon inside a bare value, such as a time of day, does not end it.
constexpr std::string_view kValueEnds = " \t\r\n,()=<>!\"'";

// Longer symbols first.
constexpr std::array<std::string_view, 11> kSymbols = {
    "<>", "<=", ">=", "!=", "=", "<", ">", ":", "(", ")", ","};

FilterToken Bad(size_t at, std::string expected) {
  return {Kind::kBad, "expected " + std::move(expected), at + 1};
}

// The characters allowed after a backslash. Others are ambiguous: escapes of
// another language, or a literal backslash.
constexpr std::string_view kEscapable = "\\\"'*0";

FilterToken Quoted(std::string_view text, size_t& at) {
  FilterToken token{Kind::kQuoted, "", at + 1};
  const size_t begin = at;
  const char quote = text[at];
  for (++at; at < text.size() && text[at] != quote; ++at) {
    char c = text[at];
    if (c == '*') token.asterisks.push_back(token.text.size());
    if (c == '\\' && at + 1 < text.size()) {
      c = text[++at];
      if (kEscapable.find(c) == kEscapable.npos) {
        return Bad(at - 1,
                   R"(\\, \", \', \* or \0; a backslash is written \\)");
      }
      if (c == '0') c = '\0';
    }
    token.text += c;
  }
  if (at == text.size()) return Bad(begin, "a closing quote");
  ++at;
  return token;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Returns where the bare word at `at` ends.
size_t WordEnd(std::string_view text, size_t at, TokenPlace place) {
  if (place == TokenPlace::kText) return BareTextEnd(text, at);
  if (place == TokenPlace::kArgument) return BareArgumentEnd(text, at);
  const bool has_colons = place == TokenPlace::kValue || IsDigit(text[at]);
  const size_t end =
      text.find_first_of(has_colons ? kValueEnds : kWordEnds, at);
  // A "!" alone is no symbol; it is consumed, so that parsing always advances.
  return end == at ? at + 1 : std::min(end, text.size());
}

FilterToken Word(std::string_view text, size_t& at, size_t end) {
  FilterToken token{Kind::kWord, std::string(text.substr(at, end - at)),
                    at + 1};
  for (size_t i = 0; i < token.text.size(); ++i) {
    if (token.text[i] == '*') token.asterisks.push_back(i);
  }
  at = end;
  return token;
}

// Reads a bare value.
FilterToken Value(std::string_view text, size_t& at, TokenPlace place) {
  const std::string_view quote = LookalikeQuote(text.substr(at));
  if (!quote.empty()) {
    return Bad(at, fmt::format("straight quotes (\" or ') around the value, "
                               "not {}",
                               quote));
  }
  const size_t end = WordEnd(text, at, place);
  if (end == at) {
    return Bad(at, "a value; AND, OR, NOT and conditions need quotes here");
  }
  const size_t stray = FindStrayQuote(text.substr(at, end - at));
  if (stray != text.npos) {
    return Bad(at + stray, "quotes around the whole value, or none in it");
  }
  return Word(text, at, end);
}

}  // namespace

FilterToken NextFilterToken(std::string_view text, size_t& at,
                            TokenPlace place) {
  at = std::min(text.find_first_not_of(kBlanks, at), text.size());
  if (at == text.size()) return {Kind::kEnd, "", at + 1};
  if (text[at] == '"' || text[at] == '\'') return Quoted(text, at);
  const size_t position = at + 1;
  for (const std::string_view symbol : kSymbols) {
    if (text.substr(at, symbol.size()) != symbol) continue;
    at += symbol.size();
    return {Kind::kSymbol, std::string(symbol), position};
  }
  if (place != TokenPlace::kName) return Value(text, at, place);
  // "-" negates a term, or begins a number.
  if (text[at] == '-' && at + 1 < text.size() && !IsDigit(text[at + 1])) {
    ++at;
    return {Kind::kSymbol, "-", position};
  }
  return Word(text, at, WordEnd(text, at, place));
}

}  // namespace backlinks
