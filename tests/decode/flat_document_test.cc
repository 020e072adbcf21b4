#include "service/decode/flat_document.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/common/status/status.h"
#include "tests/support/random_source.h"

namespace backlinks::decode {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing_support::PrintedSeed;
using testing_support::RandomSource;

FlatDocument MustDecode(std::string_view text) {
  const auto document = DecodeFlat(text);
  EXPECT_TRUE(document.ok()) << document.status();
  return document.ok() ? *document : FlatDocument();
}

// Offset and message, having checked the rest.
std::string ErrorOf(std::string_view text) {
  const auto document = DecodeFlat(text);
  if (document.ok()) return "no error";
  EXPECT_EQ(GetReason(document.status()), Reason::kUpstreamMalformed);
  EXPECT_LT(document.status().message().size(), 200u);
  return std::string(document.status().message());
}

TEST(FlatDocument, KeepsScalarsByNameWhateverTheirDepth) {
  EXPECT_EQ(
      MustDecode(R"({"info":{"rows_left":999999788.8,"subscription":"Lite",
                     "deep":[{"on":true},[{"off":false}]]},"null":null})"),
      (FlatDocument{{"rows_left", "999999788.8"},
                    {"subscription", "Lite"},
                    {"on", "true"},
                    {"off", "false"}}));
}

TEST(FlatDocument, KeepsNumbersAsTheyWereWritten) {
  const char* numbers[] = {"0",
                           "-0",
                           "1e400",
                           "1.50",
                           "-2.5E-3",
                           "9223372036854775807",
                           "18446744073709551616",
                           "0.1000000000000000055511151231257827"};
  for (const std::string number : numbers) {
    EXPECT_EQ(MustDecode("{\"n\":" + number + "}"),
              (FlatDocument{{"n", number}}));
    EXPECT_EQ(MustDecode("{\"n\": " + number + " , \"m\":1}").at("n"), number);
  }
}

TEST(FlatDocument, UnescapesNamesAndStrings) {
  EXPECT_EQ(MustDecode(R"({"a\u0062\"":"x\n\u00e9\ud83d\ude00/"})"),
            (FlatDocument{{"ab\"", "x\n\u00e9\U0001F600/"}}));
}

TEST(FlatDocument, CountsTheFirstOfMembersOfOneName) {
  EXPECT_EQ(MustDecode(R"({"a":null,"x":{"a":1},"a":2,"y":[{"a":3}]})"),
            (FlatDocument{{"a", "1"}}));
}

TEST(FlatDocument, LeavesOutWhatHasNoName) {
  EXPECT_THAT(MustDecode(R"({"list":[1,"two",true,null,[3]],"none":{}})"),
              IsEmpty());
  for (const char* text : {"[]", "5", "\"x\"", "null", " {} \r\n\t"}) {
    EXPECT_THAT(MustDecode(text), IsEmpty()) << text;
  }
  // The name before the array is not that of what is after it.
  EXPECT_EQ(MustDecode(R"({"a":[1,{"b":2},3],"c":4})"),
            (FlatDocument{{"b", "2"}, {"c", "4"}}));
}

TEST(FlatDocument, AcceptsAByteOrderMark) {
  EXPECT_EQ(MustDecode("\xEF\xBB\xBF{\"a\":1}"), (FlatDocument{{"a", "1"}}));
  EXPECT_THAT(ErrorOf("\xEF\xBB\xBF{\"a\":?"), HasSubstr("at byte 8"));
}

struct WrongCase {
  std::string name;
  std::string text;
  std::string says;
};

class WrongDocument : public testing::TestWithParam<WrongCase> {};

TEST_P(WrongDocument, IsReportedWithItsOffset) {
  EXPECT_THAT(ErrorOf(GetParam().text), HasSubstr(GetParam().says));
}

INSTANTIATE_TEST_SUITE_P(
    FlatDocument, WrongDocument,
    testing::Values(
        WrongCase{"Empty", "", "too early, at byte 0"},
        WrongCase{"Blank", "  ", "too early, at byte 2"},
        WrongCase{"Html", "<html>", "not JSON"},
        WrongCase{"HtmlOffset", "  <html>", "at byte 2"},
        WrongCase{"Cut", "{\"a\":1", "too early, at byte 6"},
        WrongCase{"CutText", "{\"a\":\"x", "too early, at byte 7"},
        WrongCase{"More", "{}{}", "more after the document at byte 2"},
        WrongCase{"Comment", "{}//x", "at byte 2"},
        WrongCase{"Comma", "{\"a\":1,}", "at byte 7"},
        WrongCase{"NaN", "{\"a\":NaN}", "at byte 5"},
        WrongCase{"Control", "{\"a\":\"\n\"}", "at byte 6"},
        WrongCase{"NotUtf8", "{\"a\":\"\xFF\"}", "not JSON"},
        WrongCase{"NotUtf8Name", "{\"\xC0\x80\":1}", "not JSON"},
        WrongCase{"HalfACharacter", "{\"a\":\"\xC3\"}", "not JSON"},
        WrongCase{"HalfASurrogate", R"({"a":"\ud83d"})", "not JSON"},
        WrongCase{"Huge", "{\"a\":\"" + std::string(16 << 10, 'x') + "\"}",
                  "limit of 16384 bytes at byte 16384"}),
    [](const auto& info) { return info.param.name; });

TEST(FlatDocument, HasALimitOnNesting) {
  const auto nested = [](size_t depth) {
    return std::string(depth - 1, '[') + R"({"a":1})" +
           std::string(depth - 1, ']');
  };
  EXPECT_EQ(MustDecode(nested(32)), (FlatDocument{{"a", "1"}}));
  EXPECT_THAT(ErrorOf(nested(33)), HasSubstr("nesting above the limit of 32"));
  EXPECT_THAT(ErrorOf(std::string(16 << 10, '[')), HasSubstr("nesting"));
}

TEST(FlatDocument, AcceptsADocumentUpToTheLimit) {
  const std::string text(size_t{16 << 10} - 8, 'x');
  EXPECT_EQ(MustDecode("{\"a\":\"" + text + "\"}").at("a"), text);
}

TEST(FlatDocument, DoesNotRepeatTheDocument) {
  EXPECT_THAT(ErrorOf(R"({"secret":secret})"), Not(HasSubstr("secret")));
}

TEST(FlatDocument, SurvivesAnyBytes) {
  const std::string good = R"({"info":{"rows_left":1.5,"s":"x\u00e9"},"l":[]})";
  RandomSource random(PrintedSeed());
  for (int i = 0; i < 20'000; ++i) {
    std::string text = good;
    text.replace(random.Below(static_cast<int64_t>(good.size())),
                 random.Below(4), random.HostileBytes(4));
    const auto document = DecodeFlat(text);
    ASSERT_TRUE(document.ok() ||
                GetReason(document.status()) == Reason::kUpstreamMalformed);
  }
}

}  // namespace
}  // namespace backlinks::decode
