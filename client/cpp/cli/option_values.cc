#include "client/cpp/cli/option_values.h"

#include <charconv>
#include <cmath>

namespace backlinks {
namespace {

constexpr int64_t kMilli = 1000;
constexpr size_t kMilliDigits = 3;

// All of the text as a number; nothing: it is none, or out of range.
template <typename Number>
std::optional<Number> ParseNumber(std::string_view text) {
  Number number{};
  const char* const end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, number);
  if (result.ec != std::errc() || result.ptr != end) return std::nullopt;
  return number;
}

std::optional<int64_t> ParseDigits(std::string_view text) {
  return text.substr(0, 1) == "-" ? std::nullopt : ParseNumber<int64_t>(text);
}

}  // namespace

std::optional<int64_t> ParseCount(std::string_view text, int64_t most) {
  const auto value = ParseDigits(text);
  if (!value || *value < 1 || *value > most) return std::nullopt;
  return value;
}

std::optional<int64_t> ParseMilli(std::string_view text) {
  const size_t point = text.find('.');
  const auto whole = ParseDigits(text.substr(0, point));
  if (!whole) return std::nullopt;
  int64_t milli = 0;
  if (point != text.npos) {
    std::string digits(text.substr(point + 1));
    if (digits.empty() || digits.size() > kMilliDigits) return std::nullopt;
    digits.resize(kMilliDigits, '0');
    const auto parsed = ParseDigits(digits);
    if (!parsed) return std::nullopt;
    milli = *parsed;
  }
  if (*whole > (std::numeric_limits<int64_t>::max() - milli) / kMilli) {
    return std::nullopt;
  }
  return *whole * kMilli + milli;
}

std::optional<absl::Duration> ParseTimeout(std::string_view text) {
  const auto seconds = ParseNumber<double>(text);
  if (!seconds || !std::isfinite(*seconds) || *seconds < 0) return std::nullopt;
  return *seconds == 0 ? absl::InfiniteDuration() : absl::Seconds(*seconds);
}

}  // namespace backlinks
