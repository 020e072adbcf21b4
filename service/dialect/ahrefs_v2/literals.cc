#include "service/dialect/ahrefs_v2/literals.h"

#include "absl/time/time.h"
#include "service/common/column/link_type_word.h"
#include "service/common/text/case_fold.h"
#include "service/dialect/plain_text.h"

namespace backlinks::dialect::ahrefs_v2 {
namespace {

constexpr int64_t kSecondsPerDay = int64_t{24} * 60 * 60;
constexpr int64_t kEndOfYear9999 = 2'932'897 * kSecondsPerDay;

// Returns the size in bytes of the first character of `text`, which is not
// empty.
size_t LeadingCharacter(std::string_view text) {
  size_t size = 1;
  while (size < text.size() && (text[size] & 0xC0) == 0x80) ++size;
  return size;
}

}  // namespace

std::string QuoteInV2(std::string_view text) {
  std::string literal = "\"";
  for (const char c : text) {
    if (c == '\0') {
      literal += "\\0";
      continue;
    }
    if (c == '\\' || c == '"' || c == '\'') literal += '\\';
    literal += c;
  }
  literal += '"';
  return literal;
}

std::string LinkTypeInV2(v1::LinkType type) {
  return QuoteInV2(LinkTypeWord(type));
}

std::string_view LongestCaselessPart(std::string_view text) {
  std::string_view longest;
  size_t max = 0;  // Characters.
  size_t count = 0;
  size_t begin = 0;
  for (size_t at = 0; at < text.size();) {
    const size_t size = LeadingCharacter(text.substr(at));
    const bool caseless = text::IsCaseless(text.substr(at, size));
    at += size;
    count = caseless ? count + 1 : 0;
    if (!caseless) begin = at;
    if (count <= max) continue;
    max = count;
    longest = text.substr(begin, at - begin);
  }
  return longest;
}

V2Date DateInV2(const Time& time, Rounding rounding) {
  int64_t within = time.seconds % kSecondsPerDay;
  if (within < 0) within += kSecondsPerDay;
  const bool exact = within == 0 && time.nanos == 0;
  int64_t midnight = time.seconds - within;
  if (rounding == Rounding::kUp && !exact) midnight += kSecondsPerDay;
  if (midnight >= kEndOfYear9999) return {std::nullopt, false};
  const std::string date = absl::FormatTime(
      "%E4Y-%m-%d", absl::FromUnixSeconds(midnight), absl::UTCTimeZone());
  return {QuoteInV2(date), exact};
}

}  // namespace backlinks::dialect::ahrefs_v2
