// Comparisons with dates against the calendar.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "fmt/format.h"
#include "gtest/gtest.h"
#include "tests/common/parse/parsed_text.h"
#include "tests/support/naive_filter.h"
#include "tests/support/random_source.h"

namespace backlinks {
namespace {

using testing_support::Holds;
using testing_support::RandomSource;

constexpr std::array<std::string_view, 7> kSigns = {"=",  "!=", "<>", "<",
                                                    "<=", ">",  ">="};

template <typename Value>
bool Compare(const Value& a, std::string_view sign, const Value& b) {
  if (sign == "=") return a == b;
  if (sign == "!=" || sign == "<>") return a != b;
  if (sign == "<") return a < b;
  if (sign == "<=") return a <= b;
  return sign == ">" ? a > b : a >= b;
}

v1::Refpage SeenAt(absl::Time time) {
  v1::Refpage row;
  const timespec parts = absl::ToTimespec(time);
  row.mutable_first_seen()->set_seconds(parts.tv_sec);
  row.mutable_first_seen()->set_nanos(static_cast<int32_t>(parts.tv_nsec));
  return row;
}

std::string DayOf(absl::Time time) {
  return absl::FormatTime("%E4Y-%m-%d", time, absl::UTCTimeZone());
}

v1::Filter FilterOf(std::string_view sign, const std::string& date) {
  const auto filter =
      ParseFilterText(fmt::format("first_seen {} \"{}\"", sign, date));
  EXPECT_TRUE(filter.ok()) << filter.status();
  return filter.value_or(v1::Filter());
}

// Days of leap years and not, around the turns of months and years.
absl::Time RandomDay(RandomSource& random) {
  static constexpr std::array<int, 5> kYears = {1, 1970, 2023, 2024, 9999};
  return absl::FromCivil(
      absl::CivilDay(random.Pick(kYears), 1 + random.Below(12),
                     1 + random.Below(28)) +
          random.Below(4),
      absl::UTCTimeZone());
}

// Midnight, the moments beside it, or any other, up to the year 9999.
absl::Time RandomMoment(RandomSource& random, absl::Time day) {
  const std::array<absl::Duration, 6> offsets = {
      absl::ZeroDuration(),  absl::Nanoseconds(1),
      absl::Nanoseconds(-1), absl::Seconds(86'399),
      absl::Hours(24),       absl::Hours(24) - absl::Nanoseconds(1)};
  const absl::Time moment =
      day + (random.Percent(70) ? random.Pick(offsets)
                                : absl::Seconds(random.Below(200'000)));
  return DayOf(moment).size() > 10 ? day : moment;
}

TEST(FilterDates, WithoutATimeAreWholeDays) {
  const uint64_t seed = testing_support::PrintedSeed();
  SCOPED_TRACE(fmt::format("BACKLINKS_SEED={}", seed));
  RandomSource random(seed);
  for (int run = 0; run < 5'000; ++run) {
    const absl::Time day = RandomDay(random);
    const absl::Time moment = RandomMoment(random, day);
    const std::string_view sign = random.Pick(kSigns);
    ASSERT_EQ(Holds(FilterOf(sign, DayOf(day)), SeenAt(moment)),
              Compare(DayOf(moment), sign, DayOf(day)))
        << moment << " " << sign << " " << DayOf(day);
  }
}

TEST(FilterDates, WithATimeAreInstants) {
  RandomSource random(testing_support::PrintedSeed());
  for (int run = 0; run < 5'000; ++run) {
    const absl::Time day = RandomDay(random);
    const absl::Time moment = RandomMoment(random, day);
    const absl::Time bound = RandomMoment(random, day);
    const std::string_view sign = random.Pick(kSigns);
    const std::string text =
        absl::FormatTime(absl::RFC3339_full, bound, absl::UTCTimeZone());
    ASSERT_EQ(Holds(FilterOf(sign, text), SeenAt(moment)),
              Compare(moment, sign, bound))
        << moment << " " << sign << " " << text;
  }
}

TEST(FilterDates, OfAbsentColumnsHoldNegatedAlone) {
  for (const std::string_view sign : kSigns) {
    for (const char* date : {"2024-01-05", "9999-12-31"}) {
      EXPECT_EQ(Holds(FilterOf(sign, date), v1::Refpage()),
                sign == "!=" || sign == "<>")
          << sign << date;
    }
  }
}

}  // namespace
}  // namespace backlinks
