#include "service/accounting/period.h"

#include "gtest/gtest.h"
#include "tests/accounting/time_at.h"

namespace backlinks::accounting {
namespace {

TEST(Period, ADayEndsAtMidnightInUtc) {
  const Period expected = {.kind = Period::Kind::kDay,
                           .name = "2026-11-30",
                           .start = At("2026-11-30T00:00:00Z"),
                           .end = At("2026-12-01T00:00:00Z")};
  EXPECT_EQ(DayAt(At("2026-11-30T00:00:00Z")), expected);
  EXPECT_EQ(DayAt(At("2026-11-30T23:59:59.999999999Z")), expected);
  EXPECT_EQ(DayAt(At("2026-12-01T01:00:00+02:00")), expected);
  EXPECT_EQ(DayAt(expected.end).name, "2026-12-01");
}

TEST(Period, AMonthEndsWithItsLastDay) {
  const Period expected = {.kind = Period::Kind::kMonth,
                           .name = "2028-02",
                           .start = At("2028-02-01T00:00:00Z"),
                           .end = At("2028-03-01T00:00:00Z")};
  EXPECT_EQ(MonthAt(At("2028-02-01T00:00:00Z")), expected);
  EXPECT_EQ(MonthAt(At("2028-02-29T23:59:59Z")), expected);
  EXPECT_EQ(MonthAt(At("2026-12-31T23:59:59Z")).end,
            At("2027-01-01T00:00:00Z"));
}

}  // namespace
}  // namespace backlinks::accounting
