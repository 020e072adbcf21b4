#include "client/cpp/cli/caret_text.h"

#include "gtest/gtest.h"

namespace backlinks {
namespace {

TEST(CaretTextTest, PointsAtTheByte) {
  EXPECT_EQ(cli::CaretText("a = b", 3), "  a = b\n    ^");
  EXPECT_EQ(cli::CaretText("a = b", 6), "  a = b\n       ^");
  EXPECT_EQ(cli::CaretText("", 1), "  \n  ^");
}

TEST(CaretTextTest, WidthIsThatOfCells) {
  EXPECT_EQ(cli::CaretText("日本 x", 8), "  日本 x\n       ^");
  // In the middle of a character: at its beginning.
  EXPECT_EQ(cli::CaretText("日本 x", 5), "  日本 x\n    ^");
}

TEST(CaretTextTest, PositionsBeyondEitherEnd) {
  EXPECT_EQ(cli::CaretText("ab", 0), "  ab\n  ^");
  EXPECT_EQ(cli::CaretText("ab", 1000), "  ab\n    ^");
}

TEST(CaretTextTest, LongTextsAreCutAroundThePosition) {
  const std::string text(1000, 'x');
  EXPECT_EQ(cli::CaretText(text, 501), "  …" + std::string(75, 'x') + "…\n  " +
                                           std::string(51, ' ') + "^");
}

TEST(CaretTextTest, ControlCharactersAreEscaped) {
  EXPECT_EQ(cli::CaretText("a\x1b[2J\nb", 8), "  a�[2J b\n         ^");
}

}  // namespace
}  // namespace backlinks
