#include "client/cpp/output/json_string.h"

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "boost/json/serialize.hpp"
#include "gtest/gtest.h"
#include "service/common/text/terminal_text.h"

namespace backlinks {
namespace {

// The same by libraries, in two passes.
std::string Expected(const std::string& text) {
  return text::TerminalJson(boost::json::serialize(
      boost::json::string_view(text.data(), text.size())));
}

std::string Written(const std::string& text) {
  std::string out;
  output::AppendJsonString(text, out);
  return out;
}

// The bytes by which UTF-8 would encode the number, valid or not.
std::string Encoded(uint32_t number) {
  const auto tail = [number](unsigned shift) {
    return static_cast<char>(0x80U | (number >> shift & 0x3FU));
  };
  if (number < 0x80) return {static_cast<char>(number)};
  if (number < 0x800) return {static_cast<char>(0xC0U | number >> 6U), tail(0)};
  if (number < 0x10000) {
    return {static_cast<char>(0xE0U | number >> 12U), tail(6), tail(0)};
  }
  return {static_cast<char>(0xF0U | number >> 18U), tail(12), tail(6), tail(0)};
}

TEST(JsonString, EscapesEveryByteAtEveryPlace) {
  for (int byte = 0; byte < 0x100; ++byte) {
    const std::string one(1, static_cast<char>(byte));
    for (const size_t before : {0U, 1U, 15U, 16U, 17U, 40U}) {
      for (const size_t after : {0U, 1U, 2U, 15U, 16U, 33U}) {
        const std::string text =
            std::string(before, 'a') + one + std::string(after, '~');
        ASSERT_EQ(Written(text), Expected(text)) << byte << ' ' << before;
      }
    }
  }
}

TEST(JsonString, WritesEveryCharacterInEveryNeighborhood) {
  for (uint32_t number = 0; number < 0x110000 + 0x100; ++number) {
    const std::string one = Encoded(number);
    for (const std::string& text : {one, "é" + one + "日x"}) {
      ASSERT_EQ(Written(text), Expected(text)) << number;
    }
  }
}

TEST(JsonString, ReplacesWhatIsNotUtf8) {
  for (const char* const text :
       {"\xC3", "a\xE6\x97", "\xE6\x97x", "\xC0\x80zz", "\xC1\xBFzz",
        "\xE0\x80\x80zz", "\xE0\x9F\xBFzz", "\xED\xA0\x80zz", "\xF0\x9F\x98",
        "\xC3\xC3\xA9z", "\xE6\xC3\xA9", "\xE6\x97\xC3\xA9", "\x80\xBF\xFF"}) {
    EXPECT_EQ(Written(text), Expected(text));
  }
  EXPECT_EQ(Written("a\xFFz"), "\"a\uFFFDz\"");
}

TEST(JsonString, WritesAnyMixture) {
  const std::vector<std::string> pieces = {"plain text of some length ",
                                           "\"",
                                           "\\",
                                           "\n",
                                           "\x1B[2J",
                                           "日本語のタイトル",
                                           "é",
                                           "\u00A0",
                                           "\u2013",
                                           "\u202E",
                                           "😀",
                                           "",
                                           "\x7F",
                                           "\xFF",
                                           "\xE6"};
  std::mt19937 random(7);
  for (int i = 0; i < 20'000; ++i) {
    std::string text;
    for (size_t count = random() % 12; count > 0; --count) {
      text += pieces[random() % pieces.size()];
    }
    ASSERT_EQ(Written(text), Expected(text));
  }
}

}  // namespace
}  // namespace backlinks
