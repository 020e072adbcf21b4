#include "service/model/retry_after.h"

#include <algorithm>
#include <array>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"

namespace backlinks {
namespace {

// IMF-fixdate, and the two obsolete forms that recipients must accept. strptime
// maps a two-digit year to 1969 to 2068.
constexpr std::array<absl::string_view, 3> kHttpDates = {
    "%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT",
    "%a %b %d %H:%M:%S %Y"};

absl::Duration SecondsOf(absl::string_view digits) {
  int64_t seconds = 0;
  // Digits alone: SimpleAtoi fails only if the number is too large.
  if (!absl::SimpleAtoi(digits, &seconds)) return absl::InfiniteDuration();
  return absl::Seconds(seconds);
}

}  // namespace

std::optional<absl::Duration> ParseRetryAfter(std::string_view text,
                                              absl::Time now) {
  const absl::string_view trimmed =
      absl::StripAsciiWhitespace({text.data(), text.size()});
  const bool is_number =
      !trimmed.empty() &&
      std::all_of(trimmed.begin(), trimmed.end(),
                  [](unsigned char c) { return absl::ascii_isdigit(c); });
  if (is_number) return SecondsOf(trimmed);
  for (const absl::string_view format : kHttpDates) {
    absl::Time date;
    if (!absl::ParseTime(format, trimmed, &date, nullptr)) continue;
    const absl::Duration wait = std::max(date - now, absl::ZeroDuration());
    // ParseTime also accepts words for an infinite time.
    if (date != absl::InfinitePast() && wait != absl::InfiniteDuration()) {
      return wait;
    }
  }
  return std::nullopt;
}

}  // namespace backlinks
