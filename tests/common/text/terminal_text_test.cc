#include "service/common/text/terminal_text.h"

#include "gtest/gtest.h"

namespace backlinks::text {
namespace {

TEST(ControlsTerminal, FindsControlAndReorderingCharacters) {
  for (const int32_t unsafe :
       {0x00,   0x07,   0x09,   0x0A,   0x1B,    0x7F,   0x80,   0x9B,
        0x9F,   0x200E, 0x200F, 0x2028, 0x2029,  0x202A, 0x202E, 0x2066,
        0x2069, 0x061C, 0xFEFF, 0xFFF9, 0xE0041, -1}) {
    EXPECT_TRUE(ControlsTerminal(unsafe)) << std::hex << unsafe;
  }
  for (const int32_t safe : {0x20, 0x7E, 0xA0, 0xAD, 0x200C, 0x200D, 0x5D0,
                             0x0651, 0xFE0F, 0xE000, 0x1F468}) {
    EXPECT_FALSE(ControlsTerminal(safe)) << std::hex << safe;
  }
}

TEST(TerminalText, ReplacesEveryUnsafeCharacter) {
  EXPECT_EQ(TerminalText("a\x1b[31m\u202Eb\u009Bc\x7F"),
            "a\uFFFD[31m\uFFFDb\uFFFDc\uFFFD");
  EXPECT_EQ(TerminalText(std::string_view("\0", 1)), "\uFFFD");
  EXPECT_EQ(TerminalText("\x9B"
                         "2J \xF0\x9F"),
            "\uFFFD2J \uFFFD\uFFFD");
  EXPECT_EQ(TerminalText(""), "");
}

TEST(TerminalText, KeepsLinesAndEveryScript) {
  for (const std::string text :
       {"a\tb\r\nc\n", "日本語 עברית \u200Cفارسی", "👨\u200D👩\u200D👧 e\u0301"}) {
    EXPECT_EQ(TerminalText(text), text);
  }
  EXPECT_EQ(TerminalText("hidden\rshown\r"), "hidden\uFFFDshown\uFFFD");
}

TEST(TerminalJson, EscapesInsteadOfReplacing) {
  EXPECT_EQ(TerminalJson("{\n  \"a\x7F\": \"\u202E\U000E0041日\"\n}\n"),
            "{\n  \"a\\u007f\": \"\\u202e\\udb40\\udc41日\"\n}\n");
}

}  // namespace
}  // namespace backlinks::text
