#include "service/decode/number_end.h"

#include "absl/strings/ascii.h"

namespace backlinks::decode {
namespace {

constexpr int kMaxExponentDigits = 3;

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

const char* FindNumberEnd(const char* at, const char* end) {
  return SkipExponent(SkipFraction(SkipWhole(at, end), end), end);
}

}  // namespace backlinks::decode
