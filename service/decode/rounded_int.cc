#include "service/decode/rounded_int.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <system_error>

#include "absl/strings/ascii.h"

namespace backlinks::decode {
namespace {

constexpr int64_t kHugeExponent = 1'000'000'000;  // Longer than any text.
constexpr int64_t kMaxDigits = 19;                // The digits of an int64.

std::string_view ConsumeDigits(std::string_view& text) {
  const auto end =
      std::find_if_not(text.begin(), text.end(), absl::ascii_isdigit);
  const std::string_view digits = text.substr(0, end - text.begin());
  text.remove_prefix(digits.size());
  return digits;
}

template <typename... Chars>
bool ConsumeOne(std::string_view& text, Chars... of) {
  if (text.empty() || ((text.front() != of) && ...)) return false;
  text.remove_prefix(1);
  return true;
}

// The digits of a number, and the position of the first one after the point.
class Digits {
 public:
  // Returns false if the text is not a JSON number.
  bool Read(std::string_view text) {
    negative_ = ConsumeOne(text, '-');
    whole_ = ConsumeDigits(text);
    if (whole_.empty() || (whole_.front() == '0' && whole_.size() > 1)) {
      return false;
    }
    point_ = static_cast<int64_t>(whole_.size());
    if (ConsumeOne(text, '.')) {
      fraction_ = ConsumeDigits(text);
      if (fraction_.empty()) return false;
    }
    return text.empty() || ReadExponent(text);
  }

  std::optional<int64_t> Rounded() const {
    const int64_t first = FirstNotZero();
    if (first >= Count() || point_ < first) return 0;
    if (point_ - first > kMaxDigits) return std::nullopt;
    uint64_t amount = 0;
    for (int64_t i = first; i < point_; ++i) amount = amount * 10 + At(i);
    if (At(point_) >= 5) ++amount;
    constexpr uint64_t kMax = std::numeric_limits<int64_t>::max();
    if (amount > kMax + (negative_ ? 1 : 0)) return std::nullopt;
    return static_cast<int64_t>(negative_ ? ~amount + 1 : amount);
  }

 private:
  bool ReadExponent(std::string_view text) {
    if (!ConsumeOne(text, 'e', 'E')) return false;
    const bool minus = text.starts_with('-');
    ConsumeOne(text, '+', '-');
    const std::string_view digits = ConsumeDigits(text);
    if (digits.empty() || !text.empty()) return false;
    int64_t power = 0;
    const auto read =
        std::from_chars(digits.data(), digits.data() + digits.size(), power);
    if (read.ec != std::errc() || power > kHugeExponent) power = kHugeExponent;
    point_ += minus ? -power : power;
    return true;
  }

  int64_t Count() const {
    return static_cast<int64_t>(whole_.size() + fraction_.size());
  }

  // Returns the digit at `position`; digits after the last one are 0.
  uint64_t At(int64_t position) const {
    const auto at = static_cast<size_t>(position);
    if (at < whole_.size()) return whole_[at] - '0';
    if (position < Count()) return fraction_[at - whole_.size()] - '0';
    return 0;
  }

  int64_t FirstNotZero() const {
    int64_t position = 0;
    while (position < Count() && At(position) == 0) ++position;
    return position;
  }

  bool negative_ = false;
  std::string_view whole_;
  std::string_view fraction_;
  int64_t point_ = 0;
};

}  // namespace

std::optional<int64_t> RoundedInt(std::string_view written) {
  Digits digits;
  return digits.Read(written) ? digits.Rounded() : std::nullopt;
}

}  // namespace backlinks::decode
