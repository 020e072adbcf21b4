#include "client/cpp/output/time_text.h"

#include <chrono>
#include <cstdint>

#include "google/protobuf/util/time_util.h"

namespace backlinks::output {
namespace {

using google::protobuf::util::TimeUtil;

// `value` is less than 100.
void WriteTwoDigits(unsigned value, char* out) {
  out[0] = static_cast<char>('0' + value / 10);
  out[1] = static_cast<char>('0' + value % 10);
}

bool IsWholeSecond(const google::protobuf::Timestamp& time) {
  return time.nanos() == 0 &&
         time.seconds() >= TimeUtil::kTimestampMinSeconds &&
         time.seconds() <= TimeUtil::kTimestampMaxSeconds;
}

}  // namespace

void AppendTime(const google::protobuf::Timestamp& time, std::string& out) {
  // Upstreams have no fractions. TimeUtil is about twenty times as slow.
  if (!IsWholeSecond(time)) {
    out += TimeUtil::ToString(time);
    return;
  }
  const std::chrono::sys_seconds seconds{std::chrono::seconds(time.seconds())};
  const auto day = std::chrono::floor<std::chrono::days>(seconds);
  const std::chrono::year_month_day date(day);
  const auto second_of_day = static_cast<unsigned>((seconds - day).count());
  char text[] = "0000-00-00T00:00:00Z";
  const auto year = static_cast<unsigned>(static_cast<int>(date.year()));
  WriteTwoDigits(year / 100, text);
  WriteTwoDigits(year % 100, text + 2);
  WriteTwoDigits(static_cast<unsigned>(date.month()), text + 5);
  WriteTwoDigits(static_cast<unsigned>(date.day()), text + 8);
  WriteTwoDigits(second_of_day / 3600, text + 11);
  WriteTwoDigits(second_of_day / 60 % 60, text + 14);
  WriteTwoDigits(second_of_day % 60, text + 17);
  out.append(text, sizeof(text) - 1);
}

}  // namespace backlinks::output
