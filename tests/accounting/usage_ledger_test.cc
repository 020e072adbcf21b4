#include "service/accounting/usage_ledger.h"

#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/accounting/time_at.h"

namespace backlinks::accounting {
namespace {

using testing::IsEmpty;

CallRecord Call(absl::Time start, int64_t rows = 1, MilliPrice price = 1200) {
  CallRecord record;
  record.method = "StreamRefpages";
  record.start = start;
  record.sent_rows = rows;
  record.price = price;
  return record;
}

TEST(UsageLedger, HasNothingAtFirst) {
  EXPECT_THAT(UsageLedger().Days(), IsEmpty());
}

TEST(UsageLedger, AddsUpTheCallsOfADay) {
  UsageLedger ledger;
  ledger.OnFinish(Call(At("2026-03-01T00:00:00Z"), 10, 3000));
  ledger.OnFinish(Call(At("2026-03-01T23:59:59Z"), 5, 2200));
  ledger.OnFinish(Call(At("2026-02-27T12:00:00Z"), 1, 1200));
  const auto days = ledger.Days();
  ASSERT_EQ(days.size(), 2u);
  EXPECT_EQ(days[0].day, absl::CivilDay(2026, 2, 27));
  EXPECT_EQ(days[0].calls, 1);
  EXPECT_EQ(days[1].day, absl::CivilDay(2026, 3, 1));
  EXPECT_EQ(days[1].calls, 2);
  EXPECT_EQ(days[1].rows, 15);
  EXPECT_EQ(days[1].price, 5200);
}

TEST(UsageLedger, CountsACallOnTheDayOnWhichItEnded) {
  UsageLedger ledger;
  CallRecord record = Call(At("2026-02-28T23:59:59Z"));
  record.duration = absl::Seconds(1);
  ledger.OnFinish(record);
  ASSERT_EQ(ledger.Days().size(), 1u);
  EXPECT_EQ(ledger.Days()[0].day, absl::CivilDay(2026, 3, 1));
}

TEST(UsageLedger, CountsTheDayInUtc) {
  UsageLedger ledger;
  ledger.OnFinish(Call(At("2026-03-01T01:00:00+02:00")));
  ASSERT_EQ(ledger.Days().size(), 1u);
  EXPECT_EQ(ledger.Days()[0].day, absl::CivilDay(2026, 2, 28));
}

TEST(UsageLedger, CountsOnlyTheCallsThatReadRows) {
  UsageLedger ledger;
  for (const char* method :
       {"ExplainRefpages", "ParseFilter", "GetUsage", "", "streamrefpages"}) {
    CallRecord record = Call(At("2026-03-01T00:00:00Z"));
    record.method = method;
    ledger.OnFinish(record);
  }
  EXPECT_THAT(ledger.Days(), IsEmpty());
  CallRecord record = Call(At("2026-03-01T00:00:00Z"));
  record.method = "ListRefpages";
  ledger.OnFinish(record);
  EXPECT_EQ(ledger.Days().size(), 1u);
}

TEST(UsageLedger, CountsCallsOfAnyStatus) {
  UsageLedger ledger;
  CallRecord record = Call(At("2026-03-01T00:00:00Z"));
  record.status = absl::UnavailableError("x");
  ledger.OnFinish(record);
  ASSERT_EQ(ledger.Days().size(), 1u);
  EXPECT_EQ(ledger.Days()[0].price, 1200);
}

TEST(UsageLedger, KeepsTheLast400DaysThatHadACall) {
  UsageLedger ledger;
  const absl::Time first = At("2026-01-01T12:00:00Z");
  // Every second day.
  for (int i = 0; i < 405; ++i) {
    ledger.OnFinish(Call(first + i * absl::Hours(48), i));
  }
  const auto days = ledger.Days();
  ASSERT_EQ(days.size(), 400u);
  EXPECT_EQ(days.front().rows, 5);
  EXPECT_EQ(days.front().day, absl::CivilDay(2026, 1, 1) + 10);
  EXPECT_EQ(days.back().rows, 404);
}

TEST(UsageLedger, LosesNoCallOfManyThreads) {
  constexpr int kThreads = 4;
  constexpr int kCalls = 2000;
  UsageLedger ledger;
  const absl::Time start = At("2026-03-01T00:00:00Z");
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&ledger, start] {
      for (int i = 0; i < kCalls; ++i) {
        ledger.OnStart("StreamRefpages");
        ledger.OnFinish(Call(start + (i % 2) * absl::Hours(24), 3));
        EXPECT_LE(ledger.Days().size(), 2u);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const auto days = ledger.Days();
  ASSERT_EQ(days.size(), 2u);
  EXPECT_EQ(days[0].calls, kThreads * kCalls / 2);
  EXPECT_EQ(days[1].rows, kThreads * kCalls / 2 * 3);
}

}  // namespace
}  // namespace backlinks::accounting
