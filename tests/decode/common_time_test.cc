#include "service/decode/common_time.h"

#include <chrono>
#include <string>

#include "fmt/chrono.h"
#include "gtest/gtest.h"

namespace backlinks::decode {
namespace {

TEST(CommonTime, EqualsTheLibraryOnEveryDay) {
  const std::chrono::sys_days first = std::chrono::year(1) / 1 / 1;
  const std::chrono::sys_days last = std::chrono::year(9999) / 12 / 31;
  for (auto day = first; day <= last; day += std::chrono::days(1)) {
    const std::chrono::year_month_day date(day);
    const std::string text = fmt::format(
        "{:04}-{:02}-{:02}T23:59:58Z", static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    ASSERT_EQ(CommonTime(text),
              std::chrono::seconds(day.time_since_epoch()).count() + 86398)
        << text;
  }
}

TEST(CommonTime, RejectsEverythingElse) {
  for (const std::string_view text :
       {"", "2013-10-26", "2013-10-26T20:19:04", "2013-10-26T20:19:04z",
        "2013-10-26t20:19:04Z", "2013-10-26 20:19:04Z", "0000-10-26T20:19:04Z",
        "2013-00-26T20:19:04Z", "2013-13-26T20:19:04Z", "2013-10-00T20:19:04Z",
        "2013-10-32T20:19:04Z", "2013-02-29T20:19:04Z", "1900-02-29T00:00:00Z",
        "2013-10-26T24:19:04Z", "2013-10-26T20:60:04Z", "2016-12-31T23:59:60Z",
        "2013-10-26T20:19:04.Z", "2013-10-26T20:19:0 Z"}) {
    EXPECT_FALSE(CommonTime(text)) << text;
  }
}

// Every other byte in every place.
TEST(CommonTime, RejectsOtherBytes) {
  const std::string time = "1111-11-11T11:11:11Z";
  for (size_t at = 0; at < time.size(); ++at) {
    for (int byte = 0; byte < 256; ++byte) {
      std::string text = time;
      text[at] = static_cast<char>(byte);
      const bool is_digit = byte >= '0' && byte <= '9' && time[at] == '1';
      if (is_digit || text == time) continue;
      EXPECT_FALSE(CommonTime(text)) << text;
    }
  }
}

}  // namespace
}  // namespace backlinks::decode
