#include "service/decode/surrogate_repairer.h"

#include <algorithm>

#include "service/decode/unicode_escape.h"
#include "service/decode/utf8.h"

namespace backlinks::decode {
namespace {

// Returns whether `text` may be the beginning of an incomplete \u escape.
bool MayBeEscape(std::string_view text) {
  if (text.size() >= kUnicodeEscapeSize) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool fits = i == 0   ? text[i] == '\\'
                      : i == 1 ? text[i] == 'u'
                               : HexDigit(text[i]) >= 0;
    if (!fits) return false;
  }
  return true;
}

// Returns whether `text` has an escaped surrogate, or ends inside an escape.
bool MayNeedRepair(std::string_view text) {
  for (size_t at = text.find('\\'); at != text.npos;
       at = text.find('\\', at + 2)) {
    const std::string_view rest = text.substr(at, kUnicodeEscapeSize);
    if (rest.size() < kUnicodeEscapeSize && MayBeEscape(rest)) return true;
    if (rest[1] == 'u' && (rest[2] | 0x20) == 'd') return true;
  }
  return false;
}

}  // namespace

std::string_view SurrogateRepairer::Sanitize(std::string_view piece) {
  repairs_.clear();
  // Nearly every piece can be returned unchanged.
  if (held_.empty() && !MayNeedRepair(piece)) return piece;
  text_.assign(held_).append(piece);
  out_.clear();
  held_.assign(text_, SanitizeText());
  return out_;
}

std::string_view SurrogateRepairer::Flush() {
  repairs_.clear();
  out_.assign(held_);
  held_.clear();
  return out_;
}

int64_t SurrogateRepairer::SourceSize(size_t size) const {
  const auto repairs = std::lower_bound(repairs_.begin(), repairs_.end(), size);
  return static_cast<int64_t>(size + (kUnicodeEscapeSize - 1) *
                                         (repairs - repairs_.begin()));
}

size_t SurrogateRepairer::Keep(std::string_view text, size_t size) {
  out_ += text.substr(0, size);
  return size;
}

size_t SurrogateRepairer::Replace() {
  repairs_.push_back(out_.size());
  out_ += kNotUtf8;
  return kUnicodeEscapeSize;
}

size_t SurrogateRepairer::SanitizeText() {
  const std::string_view text = text_;
  size_t at = 0;
  while (at < text.size()) {
    const size_t slash = text.find('\\', at);
    out_ += text.substr(at, slash - at);
    if (slash == text.npos) return text.size();
    at = slash;
    const std::string_view rest = text.substr(at);
    if (MayBeEscape(rest)) return at;
    const int unit = CodeUnit(rest);
    if (!IsHighSurrogate(unit) && !IsLowSurrogate(unit)) {
      // Only the first two bytes of any other escape matter; the rest is plain
      // text.
      at += Keep(rest, 2);
      continue;
    }
    const std::string_view next = rest.substr(kUnicodeEscapeSize);
    if (IsHighSurrogate(unit) && MayBeEscape(next)) return at;
    const bool paired = IsHighSurrogate(unit) && IsLowSurrogate(CodeUnit(next));
    at += paired ? Keep(rest, 2 * kUnicodeEscapeSize) : Replace();
  }
  return at;
}

}  // namespace backlinks::decode
