#include "service/embedded/literal.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "absl/strings/match.h"

namespace backlinks::embedded {
namespace {

constexpr double kMaxCount = 1e15;
constexpr int64_t kLastSecond = 253'402'300'799;  // 9999-12-31T23:59:59Z
constexpr char kAfterLastSecond[] = "9999-12-31T24:00:00Z";

bool EqualsIgnoreCase(std::string_view a, std::string_view b) {
  return absl::EqualsIgnoreCase({a.data(), a.size()}, {b.data(), b.size()});
}

}  // namespace

std::optional<absl::Time> ParseDate(std::string_view text) {
  if (text.size() < 10 || text[0] < '0' || text[0] > '9') return std::nullopt;
  std::string full(text);
  if (text.size() == 10) full += "T00:00:00Z";
  absl::Time time;
  if (!absl::ParseTime(absl::RFC3339_full, full, &time, nullptr)) {
    return std::nullopt;
  }
  return time;
}

std::optional<absl::Time> ParseQueryDate(std::string_view text) {
  std::string full(text);
  constexpr size_t kDay = 10;
  if (full.size() > kDay && full[kDay] == ' ') full[kDay] = 'T';
  std::replace(full.begin(), full.end(), ' ', '+');
  if (const auto time = ParseDate(full)) return time;
  return full.size() > kDay ? ParseDate(full + "Z") : std::nullopt;
}

std::string SortableDate(absl::Time time) {
  if (absl::ToUnixSeconds(time) > kLastSecond) return kAfterLastSecond;
  return absl::FormatTime("%E4Y-%m-%dT%H:%M:%SZ", time, absl::UTCTimeZone());
}

std::string RestorePlus(std::string_view number) {
  std::string restored(number);
  const size_t exponent = restored.find_first_of("eE");
  if (exponent != restored.npos && exponent + 1 < restored.size() &&
      restored[exponent + 1] == ' ') {
    restored[exponent + 1] = '+';
  }
  return restored;
}

std::optional<int64_t> ParseCount(std::string_view number) {
  const std::string text = RestorePlus(number);
  double value = 0;
  const char* const end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, value);
  if (parsed.ec != std::errc() || parsed.ptr != end || value < 0 ||
      value > kMaxCount || value != std::trunc(value)) {
    return std::nullopt;
  }
  return static_cast<int64_t>(value);
}

std::optional<bool> ParseBool(std::string_view text) {
  if (EqualsIgnoreCase(text, "true") || text == "1") return true;
  if (EqualsIgnoreCase(text, "false") || text == "0") return false;
  return std::nullopt;
}

}  // namespace backlinks::embedded
