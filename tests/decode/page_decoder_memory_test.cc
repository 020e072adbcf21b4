// What decoding holds: one row, whatever the document is.
#include <string>

#include "gtest/gtest.h"
#include "tests/decode/allocation_counter.h"
#include "tests/decode/recorder.h"

namespace backlinks::decode {
namespace {

using decode_testing::AllOptions;
using decode_testing::GetAllocations;
using decode_testing::ResetPeak;

constexpr size_t kPiece = 64 << 10;
constexpr size_t kHuge = 64 << 20;

class Discard : public RowSink {
 public:
  absl::Status OnRow(const Row&) override { return absl::OkStatus(); }
};

struct Case {
  std::string name;
  std::string before;
  std::string repeated;
  std::string after;
};

class SkippedValue : public testing::TestWithParam<Case> {};

TEST_P(SkippedValue, NeedsConstantMemory) {
  const Case& c = GetParam();
  std::string piece;
  while (piece.size() < kPiece) piece += c.repeated;
  Discard sink;
  PageDecoder decoder(AllOptions(), sink);
  ASSERT_TRUE(decoder.Write(c.before).ok());
  ASSERT_TRUE(decoder.Write(piece).ok());
  ResetPeak();
  const auto before = GetAllocations();
  for (size_t sent = 0; sent < kHuge; sent += piece.size()) {
    ASSERT_TRUE(decoder.Write(piece).ok());
  }
  const auto after = GetAllocations();
  EXPECT_EQ(after.count, before.count);
  EXPECT_EQ(after.peak_bytes, before.live_bytes);
  ASSERT_TRUE(decoder.Write(c.after).ok());
  ASSERT_TRUE(decoder.Finish().ok());
  EXPECT_EQ(decoder.row_count(), 1);
}

INSTANTIATE_TEST_SUITE_P(
    Values, SkippedValue,
    testing::Values(
        Case{"text", R"({"refpages":[{"x":")", "0123456789 ", R"("}]})"},
        Case{"escaped_text", R"({"refpages":[{"x":")", R"(\n\ud83d\ude00)",
             R"("}]})"},
        Case{"number", R"({"refpages":[{"x":)", "1234567890", "}]}"},
        Case{"array", R"({"refpages":[{"x":[)", R"("abc",[1],{"title":2},)",
             "0]}]}"},
        Case{"object", R"({"refpages":[{"x":{)", R"("title":{"a":[]},)",
             R"("z":0}}]})"},
        Case{"key", R"({"refpages":[{"x":{")", "0123456789", R"(":0}}]})"},
        Case{"member_of_the_document", R"({"stats":[)", "[1,2,3],",
             R"(0],"refpages":[{}]})"},
        Case{"error", R"({"refpages":[{}],"error":")", "no such column ",
             R"("})"},
        Case{"blanks", R"({"refpages":[{})", " \n\t", "]}"}),
    [](const auto& info) { return info.param.name; });

class SteadyState : public testing::TestWithParam<std::string> {};

TEST_P(SteadyState, RowsAreDecodedWithoutAllocating) {
  std::string rows;
  for (int i = 0; rows.size() < 20 * kPiece; ++i) {
    rows +=
        R"({"url_from":"https://example.com/)" + std::to_string(i) +
        R"(","title":"a\n\u65e5\ud83d\ude00 \"quoted\"","ahrefs_rank":"21",)"
        R"("domain_rating":48.0,"first_seen":"2013-10-26T20:19:04Z",)"
        R"("last_visited":"2013-10-26","original":true,"link_type":"image",)"
        R"("nofollow":0,"alt":null)" +
        GetParam() + "},";
  }
  Discard sink;
  PageDecoder decoder(AllOptions(), sink);
  ASSERT_TRUE(decoder.Write(R"({"refpages":[)").ok());
  int64_t allocations[4];
  for (int64_t& count : allocations) {  // The first rounds take the memory.
    count = GetAllocations().count;
    for (size_t at = 0; at < rows.size(); at += kPiece) {
      ASSERT_TRUE(
          decoder.Write(std::string_view(rows).substr(at, kPiece)).ok());
    }
    count = GetAllocations().count - count;
  }
  EXPECT_GT(decoder.row_count(), 2000);
  EXPECT_GT(allocations[0], 0);
  EXPECT_EQ(allocations[3], 0);
}

INSTANTIATE_TEST_SUITE_P(UsualAndUnusual, SteadyState,
                         testing::Values("", R"(,"ugc":[1,{"a":2}])",
                                         R"(,"redirect":"x")"));

// However it is done, a row cannot hold much more than its limit.
TEST(RowLimit, BoundsMemory) {
  const std::string_view ways[] = {
      R"("title":"0123456789",)", R"("x":[1,[],{"a":"b"}],)",
      R"("x":{"a":{"b":{}}},)", R"("x":"0123456789","x":[null,null,null],)"};
  for (const std::string_view way : ways) {
    std::string piece;
    while (piece.size() < kPiece) piece += way;
    DecodeOptions options = AllOptions();
    options.keep_other_columns = true;
    Discard sink;
    ResetPeak();
    const int64_t before = GetAllocations().live_bytes;
    PageDecoder decoder(options, sink);
    ASSERT_TRUE(decoder.Write(R"({"refpages":[{)").ok());
    size_t sent = 0;
    while (sent < kHuge && decoder.Write(piece).ok()) sent += piece.size();
    EXPECT_LT(sent, kHuge) << way;
    EXPECT_LT(GetAllocations().peak_bytes - before, 32 << 20) << way;
  }
}

}  // namespace
}  // namespace backlinks::decode
