#include "client/cpp/output/display_width.h"

#include <string>

#include "gtest/gtest.h"

namespace backlinks {
namespace {

TEST(DisplayWidth, CountsCells) {
  struct Case {
    const char* text;
    int width;
  };
  for (const auto& [text, width] :
       {Case{"", 0}, Case{"abc", 3}, Case{"日本語", 6}, Case{"ﾆﾎﾝ", 3},
        Case{"한국어", 6}, Case{"é", 1}, Case{"e\u0301", 1}, Case{"שלום", 4},
        Case{"日本 text", 9}}) {
    EXPECT_EQ(output::DisplayWidth(text), width) << text;
  }
}

TEST(DisplayWidth, CountsAnEmojiOfSeveralCharactersOnce) {
  for (const char* text :
       {"😀", "👍🏽", "👨\u200D👩\u200D👧", "❤\uFE0F", "👩🏽\u200D💻"}) {
    EXPECT_EQ(output::DisplayWidth(text), 2) << text;
  }
}

TEST(FitToWidth, FillsUp) {
  EXPECT_EQ(output::FitToWidth("ab", 4), "ab  ");
  EXPECT_EQ(output::FitToWidth("ab", 4, true), "  ab");
  EXPECT_EQ(output::FitToWidth("日本", 5), "日本 ");
  EXPECT_EQ(output::FitToWidth("", 3), "   ");
}

TEST(FitToWidth, CutsBetweenClusters) {
  EXPECT_EQ(output::FitToWidth("abcdef", 6), "abcdef");
  EXPECT_EQ(output::FitToWidth("abcdefg", 6), "abcde…");
  EXPECT_EQ(output::FitToWidth("日本語", 6), "日本語");
  EXPECT_EQ(output::FitToWidth("日本語", 5), "日本…");
  EXPECT_EQ(output::FitToWidth("日本語", 4), "日… ");
  EXPECT_EQ(output::FitToWidth("日本語", 4, true), " 日…");
  EXPECT_EQ(output::FitToWidth("日本語", 2), "… ");
  EXPECT_EQ(output::FitToWidth("e\u0301e\u0301e\u0301", 2), "e\u0301…");
  EXPECT_EQ(output::FitToWidth("👨\u200D👩\u200D👧!!", 3), "👨\u200D👩\u200D👧…");
  EXPECT_EQ(output::FitToWidth("abc", 1), "…");
  EXPECT_EQ(output::FitToWidth("abc", 0), "");
}

TEST(FitToWidth, EscapesControlCharacters) {
  EXPECT_EQ(output::FitToWidth("\x1b[31mred", 8), "�[31mred");
  EXPECT_EQ(output::FitToWidth("a\x07\x08\x7f", 4), "a���");
  EXPECT_EQ(output::FitToWidth("\u0085\u009b", 2), "��");
  EXPECT_EQ(output::FitToWidth("\u202Ertl\u2066", 5), "�rtl�");
  EXPECT_EQ(output::FitToWidth("a\tb\r\nc", 6), "a b  c");
  EXPECT_EQ(output::FitToWidth("\u2028", 1), "�");
}

TEST(FitToWidth, MakesWhatIsNotUtf8Visible) {
  EXPECT_EQ(output::FitToWidth("a\xff"
                               "b",
                               3),
            "a�b");
  EXPECT_EQ(output::FitToWidth("\xe6\x97", 2), "��");
  EXPECT_EQ(output::FitToWidth("\xed\xa0\x80", 3), "���");
}

TEST(FitToWidth, IsAlwaysOfThatWidth) {
  const std::string texts[] = {"",
                               "plain",
                               "日本語のタイトル",
                               "e\u0301\u0301x",
                               "👨\u200D👩\u200D👧👍🏽❤\uFE0F",
                               "\x1b[2J\xff\u202E日",
                               "\u0301 begins with a mark",
                               std::string("a\0b", 3)};
  for (const std::string& text : texts) {
    for (int width = 0; width < 20; ++width) {
      for (const bool right : {false, true}) {
        EXPECT_EQ(output::DisplayWidth(output::FitToWidth(text, width, right)),
                  width)
            << text;
      }
    }
  }
}

}  // namespace
}  // namespace backlinks
