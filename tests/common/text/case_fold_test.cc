#include "service/common/text/case_fold.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"
#include "re2/re2.h"
#include "utf8proc.h"

namespace backlinks::text {
namespace {

constexpr int kCodePointCount = 0x110000;

std::string Utf8(int code_point) {
  utf8proc_uint8_t bytes[4];
  const auto size = utf8proc_encode_char(code_point, bytes);
  return {reinterpret_cast<const char*>(bytes), static_cast<size_t>(size)};
}

// Every code point that is not a surrogate, by what it folds to.
using Forms = std::map<std::string, std::vector<int>>;

Forms FoldAll() {
  Forms forms;
  std::string folded;
  for (int c = 0; c < kCodePointCount; ++c) {
    if (!utf8proc_codepoint_valid(c)) continue;
    FoldCase(Utf8(c), folded);
    forms[folded].push_back(c);
  }
  return forms;
}

const Forms& ByFoldedForm() {
  static const auto& forms = *new Forms(FoldAll());
  return forms;
}

struct FoldCaseRow {
  std::string_view text;
  std::string_view folded;
};

TEST(FoldCase, FoldsEachCodePointAlone) {
  const FoldCaseRow rows[] = {
      {"", ""},
      {"SEO Tools 20@[`{", "seo tools 20@[`{"},
      {"Éa", "éa"},
      {"aÉA", "aéa"},
      {"ΣΊΣΥΦΟΣς", "σίσυφοσσ"},
      {"\u212A", "k"},
      {"\u212B", "å"},
      {"ſ", "s"},
      {"STRASSE Straße STRAẞE", "strasse straße straße"},
      {"İıIi", "İıii"},
      {"ŉ", "ŉ"},
      {"ᾈ", "ᾀ"},
      {"Ⱥ", "ⱥ"},
      {"Ꭰ\uAB70", "ᎠᎠ"},
      {"日本語 検索", "日本語 検索"},
      {"Ａ", "ａ"},
      {"\U00010400", "\U00010428"},
      {"É\xFF\x80Z", "é\xFF\x80z"},
      {std::string_view("A\0É", 4), std::string_view("a\0é", 4)},
  };
  std::string reused = "what was there before";
  for (const FoldCaseRow& row : rows) {
    EXPECT_EQ(FoldCase(row.text), row.folded);
    FoldCase(row.text, reused);
    EXPECT_EQ(reused, row.folded);
  }
}

TEST(FoldCase, IsIdempotentAndBarelyLengthens) {
  for (const auto& [folded, sources] : ByFoldedForm()) {
    ASSERT_EQ(FoldCase(folded), folded);
    for (const int c : sources) {
      ASSERT_LE(folded.size() * 2, Utf8(c).size() * 3) << c;
    }
  }
}

// RE2 has the tables of its own.
TEST(FoldCase, AgreesWithRe2) {
  std::string cased;
  for (int c = 0; c < kCodePointCount; ++c) {
    if (utf8proc_codepoint_valid(c) && !IsCaseless(Utf8(c))) cased += Utf8(c);
  }
  for (const auto& [folded, sources] : ByFoldedForm()) {
    if (IsCaseless(Utf8(sources.front()))) continue;
    const RE2 regex("(?i)(" + RE2::QuoteMeta(folded) + ")");
    re2::StringPiece rest(cased);
    std::string match;
    std::string all;
    while (RE2::FindAndConsume(&rest, regex, &match)) all += match;
    std::string expected;
    for (const int c : sources) expected += Utf8(c);
    ASSERT_EQ(all, expected) << folded;
  }
}

TEST(IsCaseless, FindsTextsThatOnlyTheyThemselvesFoldTo) {
  for (const std::string_view yes :
       {"", "3.14", "%26&=#_", "日本語 検索", "ª😀", "\u0301"}) {
    EXPECT_TRUE(IsCaseless(yes)) << yes;
  }
  for (const std::string_view no : {"a", "Z", "1k", "日a", "é", "ß", "ς", "ſ",
                                    "\u212A", "\u0345", "µ", "Ꭰ", "1\xFF"}) {
    EXPECT_FALSE(IsCaseless(no)) << no;
  }
}

TEST(IsCaseless, IsSoundForEveryCodePoint) {
  int caseless = 0;
  for (const auto& [folded, sources] : ByFoldedForm()) {
    for (const int c : sources) {
      if (!IsCaseless(Utf8(c))) continue;
      ++caseless;
      ASSERT_EQ(sources.size(), 1U) << c;
      ASSERT_EQ(folded, Utf8(c));
    }
  }
  EXPECT_GT(caseless, 1'000'000);
}

}  // namespace
}  // namespace backlinks::text
