#include "client/cpp/cli/option_values.h"

#include <algorithm>
#include <charconv>

#include "service/common/text/decimal.h"

namespace backlinks::cli {
namespace {

constexpr size_t kMilliDigits = 3;

// Parses the complete text as a number. Empty if it is none, or out of range.
template <typename Number>
std::optional<Number> ParseNumber(std::string_view text) {
  Number number{};
  const char* const end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, number);
  if (result.ec != std::errc() || result.ptr != end) return std::nullopt;
  return number;
}

bool AreDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return c >= '0' && c <= '9';
  });
}

}  // namespace

std::optional<int64_t> ParseCount(std::string_view text, int64_t max) {
  if (!AreDigits(text)) return std::nullopt;
  const auto value = ParseNumber<int64_t>(text);
  if (!value || *value < 1 || *value > max) return std::nullopt;
  return value;
}

std::optional<int64_t> ParsePrice(std::string_view text) {
  const size_t point = text.find('.');
  if (!AreDigits(text.substr(0, point))) return std::nullopt;
  if (point != text.npos) {
    const std::string_view fraction = text.substr(point + 1);
    if (!AreDigits(fraction) || fraction.size() > kMilliDigits) {
      return std::nullopt;
    }
  }
  return text::ParseMilli(text);
}

std::optional<absl::Duration> ParseTimeout(std::string_view text) {
  // absl::ParseDuration also accepts a sign, "inf", and a plain "0".
  if (text.empty() || text[0] < '0' || text[0] > '9') return std::nullopt;
  absl::Duration duration;
  if (const auto seconds = ParseNumber<double>(text)) {
    duration = absl::Seconds(*seconds);
  } else if (!absl::ParseDuration({text.data(), text.size()}, &duration)) {
    return std::nullopt;
  }
  if (duration == absl::InfiniteDuration()) return std::nullopt;
  return duration == absl::ZeroDuration() ? absl::InfiniteDuration() : duration;
}

}  // namespace backlinks::cli
