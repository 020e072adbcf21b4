#include "service/plan/stream_position.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

namespace backlinks::plan {
namespace {

TEST(StreamPositionTest, BeginsAtItsCursor) {
  const auto at = std::make_shared<const KeysetPosition>(
      KeysetPosition{.keys = {std::string("a")}, .seen = {{7, 1}}});
  const Cursor start = {.scanned = 9,
                        .sent = 5,
                        .spent = 3000,
                        .exhausted = true,
                        .check_from = 8,
                        .check = 17,
                        .keyset_position = at,
                        .fruitless_interruptions = 2,
                        .interrupted_at = 9};
  const StreamPosition position(start);
  EXPECT_EQ(position.Snapshot(), start);
  EXPECT_EQ(position.Snapshot().keyset_position, at);
  EXPECT_EQ(*position.keyset_position(), *at);
}

TEST(StreamPositionTest, ThePriceOfAPageIsReplacedAndThatOfOthersRemains) {
  StreamPosition position({.spent = 100});
  position.BeginPage();
  position.PricePage(50);
  position.PricePage(30);
  EXPECT_EQ(position.spent(), 130);
  position.BeginPage();
  EXPECT_EQ(position.page_price(), 0);
  position.PricePage(7);
  EXPECT_EQ(position.spent(), 137);
}

TEST(StreamPositionTest, OnlyInterruptionsAtOneRowAreFruitless) {
  StreamPosition position{Cursor()};
  position.ReadRow(0, 1);
  position.Interrupt();
  EXPECT_EQ(position.fruitless_interruptions(), 0);
  position.Interrupt();
  EXPECT_EQ(position.fruitless_interruptions(), 1);
  position.ReadRow(1, 2);
  position.Interrupt();
  EXPECT_EQ(position.fruitless_interruptions(), 0);
  EXPECT_EQ(position.Snapshot().interrupted_at, 2);
}

class CountedRow final : public FirstOfGroup {
 public:
  explicit CountedRow(uint64_t digest, std::string key = "")
      : digest_(digest), key_(std::move(key)) {}
  uint64_t Digest() const override {
    ++count;
    return digest_;
  }
  std::vector<KeyValue> Keys() const override { return {key_}; }
  mutable int count = 0;

 private:
  const uint64_t digest_;
  const std::string key_;
};

TEST(StreamPositionTest, OnlyTheDigestOfARowThatIsNeededIsComputed) {
  StreamPosition position({.scanned = 4, .check_from = 3, .check = 9});
  const CountedRow superseded(10);
  position.ReadRow(superseded);
  const CountedRow last(11);
  position.ReadRow(last);
  const Cursor cursor = position.Snapshot();
  EXPECT_EQ(cursor.scanned, 6);
  EXPECT_EQ(cursor.check_from, 5);
  EXPECT_EQ(cursor.check, 11u);
  EXPECT_EQ(superseded.count, 0);
  EXPECT_EQ(last.count, 1);
}

TEST(StreamPositionTest, TheDigestRemainsWhenTheRowHasEnded) {
  StreamPosition position{Cursor()};
  {
    const CountedRow row(12);
    position.ReadRow(row);
    position.EndLastRow();
    EXPECT_EQ(row.count, 1);
  }
  position.EndLastRow();
  EXPECT_EQ(position.check(), 12u);
  EXPECT_EQ(position.Snapshot().check, 12u);
}

TEST(StreamPositionTest, APageThatIsComparedAsAWholeReplacesTheLastRow) {
  StreamPosition position{Cursor()};
  const CountedRow row(13);
  position.ReadRow(row);
  position.CheckFrom(1);
  EXPECT_EQ(position.check(), 0u);
  position.ReadRow(row);
  position.ReadRow(1, 5);
  EXPECT_EQ(position.check(), 5u);
  EXPECT_EQ(row.count, 0);
}

TEST(StreamPositionTest, OnlyTheGroupOfARowThatIsNeededIsMade) {
  StreamPosition position{Cursor()};
  const CountedRow superseded(1, "a");
  position.BeginGroup(superseded);
  const CountedRow last(2, "b");
  position.BeginGroup(last);
  const Cursor cursor = position.Snapshot();
  EXPECT_EQ(cursor.scanned, 2);
  EXPECT_EQ(*cursor.keyset_position,
            (KeysetPosition{.keys = {std::string("b")}, .seen = {{2, 1}}}));
  EXPECT_EQ(position.Snapshot().keyset_position, cursor.keyset_position);
  position.EndLastRow();
  EXPECT_EQ(*position.keyset_position(), *cursor.keyset_position);
  EXPECT_EQ(position.Snapshot().keyset_position, cursor.keyset_position);
  EXPECT_EQ(superseded.count, 0);
  EXPECT_EQ(last.count, 1);
}

TEST(StreamPositionTest, AGroupRemainsWhenItsRowHasEnded) {
  StreamPosition position{Cursor()};
  {
    const CountedRow row(3, "c");
    position.BeginGroup(row);
    position.EndLastRow();
  }
  EXPECT_EQ(*position.Snapshot().keyset_position,
            (KeysetPosition{.keys = {std::string("c")}, .seen = {{3, 1}}}));
}

TEST(StreamPositionTest, AnotherTransitionNeedsTheGroup) {
  StreamPosition position{Cursor()};
  const CountedRow row(4, "d");
  position.BeginGroup(row);
  position.EndGroup(true);
  EXPECT_EQ(*position.Snapshot().keyset_position,
            (KeysetPosition{.keys = {std::string("d")}, .after_equals = true}));
}

TEST(StreamPositionTest, ASnapshotDoesNotChange) {
  StreamPosition position{Cursor()};
  const CountedRow row(1, "a");
  position.BeginGroup(row);
  const Cursor before = position.Snapshot();
  EXPECT_TRUE(position.ReadRepeated(RepeatedRows::kGroup, 2));
  EXPECT_EQ(before.scanned, 1);
  EXPECT_EQ(before.keyset_position->seen, (RowIdentities{{1, 1}}));
  EXPECT_EQ(position.Snapshot().keyset_position->seen,
            (RowIdentities{{1, 1}, {2, 1}}));
}

TEST(StreamPositionTest, ARowReadInTheOtherOrderIsNotCountedAgain) {
  StreamPosition position{Cursor()};
  const CountedRow row(1, "a");
  position.BeginGroup(row);
  position.EndLastRow();
  position.OrderInFull();
  position.BeginTies({std::string("b")});
  EXPECT_FALSE(position.ReadRepeated(RepeatedRows::kTies, 1));
  EXPECT_TRUE(position.ReadRepeated(RepeatedRows::kTies, 2));
  EXPECT_EQ(position.scanned(), 2);
  EXPECT_TRUE(position.keyset_position()->seen.empty());
}

}  // namespace
}  // namespace backlinks::plan
