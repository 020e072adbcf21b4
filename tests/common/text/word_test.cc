#include "service/common/text/word.h"

#include "gtest/gtest.h"

namespace backlinks::text {
namespace {

struct Case {
  std::string_view text;
  std::string_view word;
  bool expected;
};

TEST(HasWord, IsDelimitedByOtherThanLettersAndDigits) {
  const Case cases[] = {
      {"best seo tools", "seo", true},
      {"seo", "seo", true},
      {"(seo)", "seo", true},
      {"seo-tools", "seo", true},
      {"seo_tools", "seo", true},
      {"seo tools", "seo tools", true},
      {"seoseo seo", "seo", true},
      {"museo", "seo", false},
      {"seos", "seo", false},
      {"seo2", "seo", false},
      {"SEO", "seo", false},
      {"éseo", "seo", false},
      {"seoの鬼", "seo", false},
      {"「seo」", "seo", true},
      {"日本 検索", "日本", true},
      {"日本語", "日本", false},
      {"café", "caf", false},
      {"seo😀", "seo", true},
      {"", "seo", false},
      {"seo", "", false},
      {"", "", false},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(HasWord(c.text, c.word), c.expected) << c.text << " / " << c.word;
  }
}

}  // namespace
}  // namespace backlinks::text
