#include "service/decode/number_end.h"

#include "absl/strings/ascii.h"
#include "service/decode/json_text.h"

namespace backlinks::decode {
namespace {

constexpr int kMaxShortDigits = 18;
constexpr int kMaxExponentDigits = 3;

// Whether a number cannot continue with `c`.
bool EndsNumber(char c) {
  return c == ',' || c == '}' || c == ']' || IsBlank(c);
}

const char* SkipDigits(const char* at, const char* end) {
  while (at != end && absl::ascii_isdigit(*at)) ++at;
  return at;
}

// Returns the byte after the digits, of which there must be one unless the
// bytes end; otherwise null.
const char* NeedDigits(const char* at, const char* end) {
  const char* const after = SkipDigits(at, end);
  return after == at && at != end ? nullptr : after;
}

const char* SkipWhole(const char* at, const char* end) {
  if (at != end && *at == '-') ++at;
  if (at != end && *at == '0') return at + 1;
  return NeedDigits(at, end);
}

const char* SkipFraction(const char* at, const char* end) {
  if (at == nullptr || at == end || *at != '.') return at;
  return NeedDigits(at + 1, end);
}

const char* SkipExponent(const char* at, const char* end) {
  if (at == nullptr || at == end || (*at | 0x20) != 'e') return at;
  ++at;
  if (at != end && (*at == '+' || *at == '-')) ++at;
  const char* const after = NeedDigits(at, end);
  return after != nullptr && after - at > kMaxExponentDigits ? nullptr : after;
}

}  // namespace

bool ReadShortInt(const char*& at, const char* end, int64_t& value) {
  const bool is_negative = at != end && *at == '-';
  const char* const digits = at + (is_negative ? 1 : 0);
  int64_t sum = 0;
  const char* after = digits;
  for (; after != end && absl::ascii_isdigit(*after); ++after) {
    if (after - digits == kMaxShortDigits) return false;
    sum = sum * 10 + (*after - '0');
  }
  if (after == digits || after == end || !EndsNumber(*after)) return false;
  if (*digits == '0' && after - digits > 1) return false;
  value = is_negative ? -sum : sum;
  at = after;
  return true;
}

const char* FindNumberEnd(const char* at, const char* end) {
  return SkipExponent(SkipFraction(SkipWhole(at, end), end), end);
}

}  // namespace backlinks::decode
