#include "service/decode/cell_conversion.h"

#include <string>

#include "absl/time/time.h"
#include "backlinks/v1/refpage.pb.h"
#include "gtest/gtest.h"
#include "tests/support/random_source.h"

namespace backlinks::decode {
namespace {

using testing_support::PrintedSeed;
using testing_support::RandomSource;

struct TimeCase {
  std::string text;
  std::optional<Time> value;
};

TEST(ExactTime, AcceptsOnlyRfc3339AndDates) {
  const TimeCase cases[] = {
      {"1970-01-01T00:00:00Z", Time{0, 0}},
      {"2013-10-26T20:19:04Z", Time{1'382'818'744, 0}},
      {"2013-10-26", Time{1'382'745'600, 0}},
      {"2013-10-26t20:19:04z", Time{1'382'818'744, 0}},
      {"2013-10-26 20:19:04Z", Time{1'382'818'744, 0}},
      {"2013-10-27T05:19:04+09:00", Time{1'382'818'744, 0}},
      {"2013-10-26T12:49:04-07:30", Time{1'382'818'744, 0}},
      {"2013-10-26T20:19:04-00:00", Time{1'382'818'744, 0}},
      {"2013-10-26T20:19:04.25Z", Time{1'382'818'744, 250'000'000}},
      {"2013-10-26T20:19:04.123456789Z", Time{1'382'818'744, 123'456'789}},
      {"2013-10-26T20:19:04.1234567890Z", Time{1'382'818'744, 123'456'789}},
      {"1969-12-31T23:59:59.5Z", Time{-1, 500'000'000}},
      {"2016-12-31T23:59:60Z", Time{1'483'228'800, 0}},
      {"2017-01-01T08:59:60+09:00", Time{1'483'228'800, 0}},
      {"2000-02-29", Time{951'782'400, 0}},
      {"0001-01-01T00:00:00Z", Time{-62'135'596'800, 0}},
      {"9999-12-31T23:59:59Z", Time{253'402'300'799, 0}},
      {"2013-10-26T20:19:04.1234567891Z", {}},
      {"2013-10-26T20:19:60Z", {}},
      {"2013-10-26T20:19:04", {}},
      {"2013-10-26T20:19:04+0900", {}},
      {"2013-10-26T20:19:04+09", {}},
      {"2013-10-26T20:19:04+24:00", {}},
      {"2013-10-26T20:19:04.Z", {}},
      {"2013-10-26T20:19:04,5Z", {}},
      {"2013-10-26T24:00:00Z", {}},
      {"2013-10-26T20:60:00Z", {}},
      {"2013-10-26T20:19Z", {}},
      {"2013-10-26T20:19:04ZZ", {}},
      {"2013-10-26_20:19:04Z", {}},
      {"2013-02-29", {}},
      {"1900-02-29", {}},
      {"2013-13-01", {}},
      {"2013-00-01", {}},
      {"2013-01-00", {}},
      {"2013-1-1", {}},
      {"0000-01-01", {}},
      {"0001-01-01T00:00:00+00:01", {}},
      {"9999-12-31T23:59:59-00:01", {}},
      {"-013-10-26", {}},
      {"26.10.2013", {}},
      {"20131026", {}},
      {"1382818744", {}},
      {"infinite-future", {}},
      {"", {}},
  };
  for (const TimeCase& c : cases) {
    EXPECT_EQ(ExactTime(c.text), c.value) << '"' << c.text << '"';
  }
}

// Abseil writes years as short as they are.
TEST(ExactTime, RandomTimesAgreeWithAbseil) {
  constexpr int64_t kYear1001 = -30'578'688'000;
  constexpr int64_t kYear9999 = 253'370'764'800;
  RandomSource random(PrintedSeed());
  for (int i = 0; i < 20'000; ++i) {
    const Time time{kYear1001 + random.Below(kYear9999 - kYear1001),
                    static_cast<int32_t>(random.Below(1'000'000'000))};
    const absl::Time moment =
        absl::FromUnixSeconds(time.seconds) + absl::Nanoseconds(time.nanos);
    const int minutes = static_cast<int>(random.Below(2878) - 1439);
    const std::string text(absl::FormatTime(absl::RFC3339_full, moment,
                                            absl::FixedTimeZone(minutes * 60)));
    ASSERT_EQ(ExactTime(text), time) << text;
  }
}

struct BoolCase {
  std::string text;
  std::optional<bool> value;
};

TEST(ExactBool, AcceptsTheTwoWordsAndTheTwoNumbers) {
  const BoolCase cases[] = {
      {"true", true},   {"TRUE", true},   {"True", true}, {"1", true},
      {"false", false}, {"FALSE", false}, {"0", false},   {"yes", {}},
      {"no", {}},       {"t", {}},        {"2", {}},      {"-1", {}},
      {"", {}},         {" true", {}},
  };
  for (const BoolCase& c : cases) {
    EXPECT_EQ(ExactBool(c.text), c.value) << '"' << c.text << '"';
  }
}

TEST(LinkType, KnowsEveryWordOfTheEnumAndKeepsOthers) {
  const int column = FindColumn("link_type")->number;
  const auto& words = *v1::LinkType_descriptor();
  for (int i = 1; i < words.value_count(); ++i) {
    std::string word(words.value(i)->name().substr(sizeof("LINK_TYPE")));
    for (char& c : word) c = static_cast<char>(std::tolower(c));
    Row row;
    ASSERT_TRUE(SetFromText(ColumnType::kLinkType, column, word, row));
    EXPECT_EQ(row.number(column), words.value(i)->number()) << word;
    EXPECT_EQ(row.text(column), "");
  }
  for (const std::string word : {"image", "HREF", ""}) {
    Row row;
    ASSERT_TRUE(SetFromText(ColumnType::kLinkType, column, word, row));
    EXPECT_EQ(row.number(column), v1::LINK_TYPE_UNSPECIFIED);
    EXPECT_EQ(row.text(column), word);
  }
}

// What each type makes of a JSON number and a JSON bool.
TEST(SetFrom, NumbersAndBoolsByType) {
  Row row;
  EXPECT_TRUE(SetFromNumber(ColumnType::kString, 12, "2.50", row));
  EXPECT_EQ(row.text(12), "2.50");
  EXPECT_TRUE(SetFromNumber(ColumnType::kInt64, 3, "2.0", row));
  EXPECT_EQ(row.number(3), 2);
  EXPECT_TRUE(SetFromNumber(ColumnType::kBool, 16, "1.0", row));
  EXPECT_TRUE(row.boolean(16));
  row.Clear();
  EXPECT_FALSE(SetFromNumber(ColumnType::kBool, 16, "2", row));
  EXPECT_FALSE(SetFromNumber(ColumnType::kTimestamp, 13, "1382818744", row));
  EXPECT_FALSE(SetFromNumber(ColumnType::kLinkType, 17, "1", row));
  EXPECT_FALSE(SetFromBool(ColumnType::kInt64, 3, true, row));
  EXPECT_FALSE(SetFromBool(ColumnType::kString, 12, true, row));
  EXPECT_TRUE(row.present().none());
  EXPECT_TRUE(SetFromBool(ColumnType::kBool, 16, false, row));
  EXPECT_TRUE(row.has(16));
  EXPECT_FALSE(row.boolean(16));
}

}  // namespace
}  // namespace backlinks::decode
