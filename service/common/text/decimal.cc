#include "service/common/text/decimal.h"

#include <charconv>
#include <limits>

#include "absl/strings/str_cat.h"

namespace backlinks::text {
namespace {

constexpr int64_t kHugeExponent = 1'000'000'000;  // Above any text's length.

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// An exact decimal number: digits and zeros, times a power of ten.
class Decimal {
 public:
  // Returns false if `text` is not a JSON number or cannot be an int64.
  bool Read(std::string_view text) {
    negative_ = text.starts_with('-');
    if (negative_) text.remove_prefix(1);
    if (!ReadDigits(text, 0)) return false;
    if (text.starts_with('.')) {
      text.remove_prefix(1);
      if (!ReadDigits(text, -1)) return false;
    }
    return text.empty() || ReadExponent(text);
  }

  // Returns the number times ten to the power of `shift`.
  std::optional<int64_t> ToInt(int shift) {
    if (digits_ == 0) return 0;
    const int64_t places = zeros_ + exponent_ + shift;
    if (places < 0 || !Shift(places)) return std::nullopt;
    constexpr uint64_t kMax = std::numeric_limits<int64_t>::max();
    if (digits_ > kMax + (negative_ ? 1 : 0)) return std::nullopt;
    return static_cast<int64_t>(negative_ ? ~digits_ + 1 : digits_);
  }

 private:
  // Consumes the digits of `text`; each adds `weight` to the exponent. Zeros
  // are held back until another digit, so that trailing ones cannot overflow.
  bool ReadDigits(std::string_view& text, int weight) {
    if (text.empty() || !IsDigit(text.front())) return false;
    for (; !text.empty() && IsDigit(text.front()); text.remove_prefix(1)) {
      exponent_ += weight;
      const uint64_t digit = text.front() - '0';
      ++zeros_;
      if (digit == 0) continue;
      if (!Shift(zeros_)) return false;
      if (__builtin_add_overflow(digits_, digit, &digits_)) return false;
      zeros_ = 0;
    }
    return true;
  }

  bool ReadExponent(std::string_view text) {
    if (text.front() != 'e' && text.front() != 'E') return false;
    text.remove_prefix(1);
    const bool minus = text.starts_with('-');
    if (minus || text.starts_with('+')) text.remove_prefix(1);
    if (text.empty() || !IsDigit(text.front())) return false;
    const char* const end = text.data() + text.size();
    int64_t power = 0;
    const auto read = std::from_chars(text.data(), end, power);
    if (read.ptr != end) return false;
    if (read.ec != std::errc() || power > kHugeExponent) power = kHugeExponent;
    exponent_ += minus ? -power : power;
    return true;
  }

  bool Shift(int64_t places) {
    if (digits_ == 0) return true;
    for (; places > 0; --places) {
      if (__builtin_mul_overflow(digits_, 10, &digits_)) return false;
    }
    return true;
  }

  bool negative_ = false;
  uint64_t digits_ = 0;
  int64_t zeros_ = 0;
  int64_t exponent_ = 0;
};

std::optional<int64_t> Parse(std::string_view text, int shift) {
  Decimal decimal;
  return decimal.Read(text) ? decimal.ToInt(shift) : std::nullopt;
}

}  // namespace

std::optional<int64_t> ExactInt(std::string_view text) {
  const char* const end = text.data() + text.size();
  int64_t number = 0;
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ec == std::errc() && read.ptr == end) return number;
  return Parse(text, 0);
}

std::optional<int64_t> ParseMilli(std::string_view text) {
  return Parse(text, 3);
}

std::string FormatMilli(int64_t thousandths) {
  const bool negative = thousandths < 0;
  const auto bits = static_cast<uint64_t>(thousandths);
  const uint64_t amount = negative ? ~bits + 1 : bits;
  std::string text = absl::StrCat(negative ? "-" : "", amount / 1000, ".",
                                  absl::Dec(amount % 1000, absl::kZeroPad3));
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

}  // namespace backlinks::text
