#include "service/model/row.h"

#include <string>
#include <utility>

#include "gtest/gtest.h"

namespace backlinks {
namespace {

constexpr int kRank = 3;
constexpr int kTitle = 12;
constexpr int kSeen = 13;
constexpr int kOriginal = 16;
constexpr int kLinkType = 17;
constexpr int kAnchor = 21;

TEST(Row, BeginsWithoutCells) {
  const Row row;
  EXPECT_TRUE(row.present().none());
  EXPECT_FALSE(row.has_other_columns());
  EXPECT_EQ(row.owned_text(), "");
}

TEST(Row, BorrowsTexts) {
  const std::string source = "日本";
  Row row;
  row.BorrowText(kTitle, source);
  EXPECT_EQ(row.text(kTitle).data(), source.data());
  EXPECT_EQ(row.text(kTitle), source);
  EXPECT_EQ(row.owned_text(), "");
  EXPECT_EQ(row.text_bytes(), source.size());
  row.SetText(kTitle, "x");
  EXPECT_EQ(row.text(kTitle), "x");
  EXPECT_EQ(row.text_bytes(), source.size() + 1);
  row.Clear();
  EXPECT_EQ(row.text_bytes(), 0u);
}

TEST(Row, ACopyOwnsItsTexts) {
  std::string source = "borrowed";
  Row row;
  row.SetText(kAnchor, "owned");
  row.BorrowText(kTitle, source);
  row.SetNumber(kRank, 3);
  Row copy = row;
  const Row moved = std::move(row);
  source = "replaced";
  EXPECT_EQ(copy.text(kTitle), "borrowed");
  EXPECT_EQ(copy.text(kAnchor), "owned");
  EXPECT_EQ(copy.number(kRank), 3);
  EXPECT_EQ(moved.text(kTitle), "replaced");
  copy = moved;
  source = "again";
  EXPECT_EQ(copy.text(kTitle), "replaced");
  EXPECT_EQ(copy.text_bytes(), std::string("ownedreplaced").size());
}

TEST(Row, ACopyIgnoresTextsThatAreNoLongerPresent) {
  Row row;
  {
    const std::string source(1000, 'x');
    row.BorrowText(kTitle, source);
  }
  row.Erase(kTitle);
  const Row copy = row;
  EXPECT_FALSE(copy.has(kTitle));
}

TEST(Row, TakesATextInParts) {
  Row row;
  row.SetText(kAnchor, "before");
  std::string& text = row.BeginText();
  text += "two ";
  text += "parts";
  row.EndText(kTitle);
  EXPECT_EQ(row.text(kTitle), "two parts");
  EXPECT_EQ(row.text(kAnchor), "before");
}

TEST(Row, ReturnsWhatWasSet) {
  Row row;
  row.SetNumber(kRank, -21);
  row.SetNumber(kOriginal, 1);
  row.SetTime(kSeen, {-5, 7});
  row.SetText(kTitle, "日本");
  row.SetWord(kLinkType, 0, "image");
  EXPECT_EQ(row.number(kRank), -21);
  EXPECT_TRUE(row.boolean(kOriginal));
  EXPECT_EQ(row.time(kSeen), (Time{-5, 7}));
  EXPECT_EQ(row.text(kTitle), "日本");
  EXPECT_EQ(row.number(kLinkType), 0);
  EXPECT_EQ(row.text(kLinkType), "image");
  EXPECT_EQ(row.present().count(), 5u);
  EXPECT_EQ(row.owned_text(), "日本image");
}

TEST(Row, AbsentDiffersFromZeroAndEmpty) {
  Row row;
  EXPECT_FALSE(row.has(kRank));
  row.SetNumber(kRank, 0);
  row.SetText(kTitle, "");
  EXPECT_TRUE(row.has(kRank));
  EXPECT_TRUE(row.has(kTitle));
  row.Erase(kRank);
  EXPECT_FALSE(row.has(kRank));
  EXPECT_TRUE(row.has(kTitle));
}

TEST(Row, TextsAreUnchangedWhileOthersAreAdded) {
  Row row;
  row.SetText(kTitle, "title");
  row.SetText(kAnchor, std::string(100'000, 'x'));
  row.SetText(kTitle, "another");
  EXPECT_EQ(row.text(kTitle), "another");
  EXPECT_EQ(row.text(kAnchor), std::string(100'000, 'x'));
}

TEST(Row, ClearLeavesNothingAndKeepsTheMemory) {
  Row row;
  row.SetText(kTitle, std::string(1000, 'x'));
  row.SetNumber(kRank, 1);
  (*row.mutable_other_columns().mutable_fields())["ugc"].set_bool_value(true);
  const void* const memory = row.owned_text().data();
  row.Clear();
  EXPECT_TRUE(row.present().none());
  EXPECT_EQ(row.owned_text(), "");
  EXPECT_FALSE(row.has_other_columns());
  EXPECT_EQ(row.mutable_other_columns().fields_size(), 0);
  row.SetText(kTitle, "y");
  EXPECT_EQ(row.owned_text().data(), memory);
}

TEST(Row, ACellOfAnotherTypeReplacesTheWhole) {
  Row row;
  row.SetTime(kSeen, {1, 2});
  row.SetTime(kSeen, {3, 0});
  EXPECT_EQ(row.time(kSeen), (Time{3, 0}));
  row.SetWord(kLinkType, 0, "image");
  row.SetWord(kLinkType, 1, "");
  EXPECT_EQ(row.text(kLinkType), "");
}

TEST(Time, IsOrderedBySecondsThenNanos) {
  EXPECT_LT((Time{-1, 999'999'999}), (Time{0, 0}));
  EXPECT_LT((Time{5, 0}), (Time{5, 1}));
  EXPECT_EQ((Time{5, 1}), (Time{5, 1}));
}

}  // namespace
}  // namespace backlinks
