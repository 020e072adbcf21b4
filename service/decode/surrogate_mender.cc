#include "service/decode/surrogate_mender.h"

#include <optional>

namespace backlinks {
namespace {

constexpr size_t kEscape = 6;  // \uXXXX

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c |= 0x20;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// The code unit of the escape that `text` begins with; -1: it is another one.
int CodeUnit(std::string_view text) {
  if (text.size() < kEscape || text[0] != '\\' || text[1] != 'u') return -1;
  int unit = 0;
  for (const char c : text.substr(2, 4)) {
    const int digit = HexDigit(c);
    if (digit < 0) return -1;
    unit = unit * 16 + digit;
  }
  return unit;
}

bool IsHigh(int unit) { return unit >= 0xD800 && unit < 0xDC00; }
bool IsLow(int unit) { return unit >= 0xDC00 && unit < 0xE000; }

// Whether `text` could be the beginning of a \u escape that is not whole yet.
bool MayBeEscape(std::string_view text) {
  if (text.size() >= kEscape) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool fits = i == 0   ? text[i] == '\\'
                      : i == 1 ? text[i] == 'u'
                               : HexDigit(text[i]) >= 0;
    if (!fits) return false;
  }
  return true;
}

}  // namespace

std::string_view SurrogateMender::Mend(std::string_view piece) {
  // Nearly every piece has nothing to look at.
  if (held_.empty() && piece.find('\\') == piece.npos) return piece;
  out_.clear();
  std::string text = std::move(held_);
  text += piece;
  const size_t judged = Judge(text);
  held_ = text.substr(judged);
  return out_;
}

std::string_view SurrogateMender::Flush() {
  out_ = std::move(held_);
  held_.clear();
  return out_;
}

size_t SurrogateMender::Judge(std::string_view text) {
  size_t at = 0;
  while (at < text.size()) {
    const size_t slash = text.find('\\', at);
    out_ += text.substr(at, slash - at);
    if (slash == text.npos) return text.size();
    at = slash;
    const std::string_view rest = text.substr(at);
    if (rest.size() < kEscape && MayBeEscape(rest)) return at;
    const int unit = CodeUnit(rest);
    if (!IsHigh(unit) && !IsLow(unit)) {
      // Any other escape has two bytes that matter; the rest is plain text.
      out_ += rest.substr(0, 2);
      at += 2;
      continue;
    }
    const std::string_view next = rest.substr(kEscape);
    if (IsHigh(unit) && next.size() < kEscape && MayBeEscape(next)) return at;
    if (IsHigh(unit) && IsLow(CodeUnit(next))) {
      out_ += rest.substr(0, 2 * kEscape);
      at += 2 * kEscape;
      continue;
    }
    out_ += "\\ufffd";
    ++mended_count_;
    at += kEscape;
  }
  return at;
}

}  // namespace backlinks
