#include "service/decode/common_time.h"

#include <array>
#include <chrono>
#include <cstring>

namespace backlinks::decode {
namespace {

constexpr std::string_view kFormat = "0000-00-00T00:00:00Z";
constexpr int64_t kSecondsOfDay = 86400;

// Eight bytes as one number, so that all are tested at once.
uint64_t Load(const char* at) {
  uint64_t bytes = 0;
  std::memcpy(&bytes, at, sizeof(bytes));
  return bytes;
}

// The bits of each byte of the format in which a text must be equal to it: the
// upper half of a digit.
constexpr auto kFixedBits = [] {
  std::array<char, kFormat.size()> bits{};
  for (size_t i = 0; i < bits.size(); ++i) {
    bits[i] = static_cast<char>(kFormat[i] == '0' ? 0xF0 : 0xFF);
  }
  return bits;
}();

// Whether eight bytes are digits where the format has a 0, and otherwise equal.
bool HasFormat(std::string_view text, size_t at) {
  constexpr uint64_t kSixEach = 0x0606060606060606;
  const uint64_t fixed_bits = Load(kFixedBits.data() + at);
  const uint64_t difference =
      Load(text.data() + at) ^ Load(kFormat.data() + at);
  // A lower half above 9 overflows into the upper one.
  const uint64_t digits = (difference & ~fixed_bits) + (kSixEach & ~fixed_bits);
  return ((difference | digits) & fixed_bits) == 0;
}

bool HasFormat(std::string_view text) {
  return text.size() == kFormat.size() && HasFormat(text, 0) &&
         HasFormat(text, 8) && HasFormat(text, 12);
}

}  // namespace

std::optional<int64_t> CommonTime(std::string_view text) {
  if (!HasFormat(text)) return {};
  const auto two = [text](size_t at) {
    return (text[at] - '0') * 10 + (text[at + 1] - '0');
  };
  const std::chrono::year_month_day date{
      std::chrono::year(two(0) * 100 + two(2)),
      std::chrono::month(static_cast<unsigned>(two(5))),
      std::chrono::day(static_cast<unsigned>(two(8)))};
  const int hour = two(11);
  const int minute = two(14);
  const int second = two(17);
  if (!date.ok() || date.year() < std::chrono::year(1)) return {};
  if (hour > 23 || minute > 59 || second > 59) return {};
  const int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
  const int seconds = (hour * 60 + minute) * 60 + second;
  return days * kSecondsOfDay + seconds;
}

}  // namespace backlinks::decode
