#include <chrono>

#include "absl/strings/ascii.h"
#include "service/decode/cell_conversion.h"
#include "service/decode/common_time.h"

namespace backlinks::decode {
namespace {

constexpr int64_t kFirstSecond = -62135596800;  // 0001-01-01T00:00:00Z
constexpr int64_t kLastSecond = 253402300799;   // 9999-12-31T23:59:59Z
constexpr int64_t kDaySeconds = 86400;
constexpr size_t kDateSize = 10;   // 2013-10-26
constexpr size_t kClockSize = 9;   // T20:19:04
constexpr size_t kOffsetSize = 6;  // +09:00
constexpr size_t kMaxFraction = 9;

// Returns the number of `count` digits at `at`, or a negative value if they are
// not digits.
int NumberAt(std::string_view text, size_t at, size_t count) {
  int value = 0;
  for (const char c : text.substr(at, count)) {
    if (!absl::ascii_isdigit(c)) return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::optional<int64_t> ReadDay(std::string_view text) {
  if (text.size() < kDateSize || text[4] != '-' || text[7] != '-') return {};
  const int year = NumberAt(text, 0, 4);
  const int month = NumberAt(text, 5, 2);
  const int day = NumberAt(text, 8, 2);
  if (year < 1 || month < 1 || day < 1) return {};
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(month),
                                         std::chrono::day(day)};
  if (!date.ok()) return {};
  return std::chrono::sys_days(date).time_since_epoch().count() * kDaySeconds;
}

// Parses the time of day, in seconds; the maximum is 86,400, in a leap second.
std::optional<int64_t> ReadClock(std::string_view text) {
  if (text.size() < kClockSize || text[3] != ':' || text[6] != ':') return {};
  if (text[0] != 'T' && text[0] != 't' && text[0] != ' ') return {};
  const int hour = NumberAt(text, 1, 2);
  const int minute = NumberAt(text, 4, 2);
  const int second = NumberAt(text, 7, 2);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return {};
  if (second < 0 || second > 60) return {};
  return hour * 3600 + minute * 60 + second;
}

// Removes a fraction such as ".25" from `text`. Digits beyond nanoseconds must
// be zero.
bool ReadFraction(std::string_view& text, int32_t& nanos) {
  if (!text.starts_with('.')) return true;
  text.remove_prefix(1);
  size_t count = 0;
  for (; !text.empty() && absl::ascii_isdigit(text.front());
       text.remove_prefix(1)) {
    if (++count <= kMaxFraction) {
      nanos = nanos * 10 + (text.front() - '0');
    } else if (text.front() != '0') {
      return false;
    }
  }
  if (count == 0) return false;
  for (; count < kMaxFraction; ++count) nanos *= 10;
  return true;
}

// Parses an offset, in seconds east of UTC.
std::optional<int64_t> ReadOffset(std::string_view text) {
  if (text == "Z" || text == "z") return 0;
  if (text.size() != kOffsetSize || text[3] != ':') return {};
  if (text[0] != '+' && text[0] != '-') return {};
  const int hours = NumberAt(text, 1, 2);
  const int minutes = NumberAt(text, 4, 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return {};
  const int64_t seconds = hours * 3600 + minutes * 60;
  return text[0] == '-' ? -seconds : seconds;
}

}  // namespace

std::optional<Time> ExactTime(std::string_view text) {
  if (const auto seconds = CommonTime(text)) return Time{*seconds, 0};
  const auto day = ReadDay(text);
  if (!day) return {};
  if (text.size() == kDateSize) return Time{*day, 0};
  text.remove_prefix(kDateSize);
  const auto clock = ReadClock(text);
  if (!clock) return {};
  const bool is_leap_second = text[7] == '6';
  text.remove_prefix(kClockSize);
  Time time;
  if (!ReadFraction(text, time.nanos)) return {};
  const auto offset = ReadOffset(text);
  if (!offset) return {};
  time.seconds = *day + *clock - *offset;
  // A leap second is the one before midnight UTC, and counts as the next
  // second.
  if (is_leap_second && time.seconds % kDaySeconds != 0) return {};
  if (time.seconds < kFirstSecond || time.seconds > kLastSecond) return {};
  return time;
}

}  // namespace backlinks::decode
