#include "service/decode/utf8.h"

#include "gtest/gtest.h"
#include "service/decode/surrogate_repairer.h"
#include "tests/support/random_source.h"

namespace backlinks::decode {
namespace {

struct SanitizeCase {
  std::string name;
  std::string_view text;
  std::string_view sanitized;
};

TEST(SanitizeUtf8, ReplacesMaximalSubparts) {
  using std::string_view_literals::operator""sv;
  const SanitizeCase cases[] = {
      {"empty", "", ""},
      {"ascii", "abc", "abc"},
      {"nul", "a\0b"sv, "a\0b"sv},
      {"valid", "é日😀", "é日😀"},
      {"lone_tail", "a\x80z", "a\uFFFDz"},
      {"cut_two", "\xC3", "\uFFFD"},
      {"cut_three", "\xE6\x97z", "\uFFFDz"},
      {"cut_four", "\xF0\x9F\x98", "\uFFFD"},
      {"overlong", "\xC0\xAF", "\uFFFD\uFFFD"},
      {"overlong_three", "\xE0\x80\x80", "\uFFFD\uFFFD\uFFFD"},
      {"surrogate", "\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD"},
      {"above_the_end", "\xF4\x90\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD"},
      {"never", "\xFF\xFEz", "\uFFFD\uFFFDz"},
      {"last_allowed", "\xF4\x8F\xBF\xBF", "\xF4\x8F\xBF\xBF"},
  };
  for (const SanitizeCase& c : cases) {
    EXPECT_EQ(SanitizeUtf8(c.text), c.sanitized) << c.name;
    EXPECT_EQ(ValidUtf8(c.text), c.text == c.sanitized) << c.name;
  }
}

TEST(SanitizeUtf8, RandomBytesBecomeValidAndValidOnesStay) {
  testing_support::RandomSource random(testing_support::PrintedSeed());
  for (int i = 0; i < 20'000; ++i) {
    std::string text;
    for (int64_t n = random.Below(12); n > 0; --n) {
      text += static_cast<char>(random.Percent(50) ? random.Below(256)
                                                   : 0x80 + random.Below(64));
    }
    const std::string sanitized = SanitizeUtf8(text);
    ASSERT_TRUE(ValidUtf8(sanitized)) << testing::PrintToString(text);
    ASSERT_EQ(sanitized == text, ValidUtf8(text))
        << testing::PrintToString(text);
    ASSERT_EQ(SanitizeUtf8(sanitized), sanitized);
  }
}

std::string SanitizeAll(std::string_view text, size_t split) {
  SurrogateRepairer repairer;
  int64_t source = 0;
  std::string sanitized;
  for (const auto piece : {text.substr(0, split), text.substr(split)}) {
    const std::string_view out = repairer.Sanitize(piece);
    source += repairer.SourceSize(out.size());
    sanitized += out;
  }
  const std::string_view rest = repairer.Flush();
  sanitized += rest;
  EXPECT_EQ(source + repairer.SourceSize(rest.size()),
            static_cast<int64_t>(text.size()));
  return sanitized;
}

TEST(SurrogateRepairer, ReplacesHalvesAtEverySplit) {
  const SanitizeCase cases[] = {
      {"none", R"("a\n\u00e9\\\"")", R"("a\n\u00e9\\\"")"},
      {"pair", R"("\ud83d\ude00")", R"("\ud83d\ude00")"},
      {"upper_case_pair", R"("\uD83D\uDE00")", R"("\uD83D\uDE00")"},
      {"high", R"("\ud83d")", "\"\xFF\""},
      {"low", R"("\ude00x")", "\"\xFFx\""},
      {"high_high_low", R"("\ud83d\ud83d\ude00")", "\"\xFF\\ud83d\\ude00\""},
      {"high_newline", R"("\ud83d\n")", "\"\xFF\\n\""},
      {"low_high", R"("\ude00\ud83d")", "\"\xFF\xFF\""},
      {"escaped_backslash", R"("\\ud83d")", R"("\\ud83d")"},
      {"backslashes", R"("\\\ud83d\\")", "\"\\\\\xFF\\\\\""},
      {"cut", R"("\ud8)", R"("\ud8)"},
      {"cut_pair", R"("\ud83d\u)", R"("\ud83d\u)"},
      {"bad_digit", R"("\ud8zz")", R"("\ud8zz")"},
      {"hangul", R"("\ud55c")", R"("\ud55c")"},
  };
  for (const SanitizeCase& c : cases) {
    for (size_t split = 0; split <= c.text.size(); ++split) {
      EXPECT_EQ(SanitizeAll(c.text, split), c.sanitized)
          << c.name << " at " << split;
    }
  }
}

}  // namespace
}  // namespace backlinks::decode
