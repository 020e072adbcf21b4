// Every case whole, byte by byte, in every two pieces, and short ones in every
// three: the outcome, with its byte offset, has to be the same.
#include "service/decode/page_decoder.h"

#include "gtest/gtest.h"
#include "service/common/status/status.h"
#include "tests/decode/recorder.h"
#include "tests/decode/split_case.h"

namespace backlinks::decode {
namespace {

using decode_testing::AllOptions;
using decode_testing::CaseName;
using decode_testing::CheckSplits;
using decode_testing::Decode;
using decode_testing::OneRow;
using Case = decode_testing::SplitCase;

std::vector<Case> Documents() {
  return {
      {"no_rows", R"({"refpages":[]})", "OK"},
      {"an_empty_row", R"({"refpages":[{}]})", "\nOK"},
      {"rows", R"({"refpages":[{"title":"a"},{"title":"b"}]})",
       "title=a;\ntitle=b;\nOK"},
      {"blanks", " {\t\"refpages\" :\r\n[ { } , {} ] } \n", "\n\nOK"},
      {"byte_order_mark", "\xEF\xBB\xBF{\"refpages\":[]}", "OK"},
      {"other_members",
       R"({"stats":{"a":[1,{"refpages":[{}]}]},"n":1,"refpages":[{}],"s":"x"})",
       "\nOK"},
      {"error", R"({"error":"invalid token"})", "error invalid token\nOK"},
      {"error_and_rows", R"({"error":"e","refpages":[{}]})", "\nerror e\nOK"},
      {"error_and_null_rows", R"({"refpages":null,"error":"e"})",
       "error e\nOK"},
      {"error_of_other_types", R"({"error":{"message":["x"]}})", "error \nOK"},
      {"error_number", R"({"error":403})", "error 403\nOK"},
      {"error_true", R"({"error":true})", "error \nOK"},
      {"error_null", R"({"error":null,"refpages":[]})", "OK"},
      {"error_false", R"({"error":false,"refpages":[]})", "OK"},
      {"error_in_a_row", OneRow(R"("error":"x","title":"t")"), "title=t;\nOK"},
      {"error_not_utf8", "{\"error\":\"a\xFF\"}", "error a\uFFFD\nOK"},
  };
}

std::vector<Case> Cells() {
  return {
      {"all_types",
       OneRow(R"("url_from":"https://a/","ahrefs_rank":21,"original":true,)"
              R"("first_seen":"2013-10-26T20:19:04Z","link_type":"href")"),
       "url_from=https://a/;ahrefs_rank=21;first_seen=1382818744.000000000;"
       "original=true;link_type=1'';\nOK"},
      {"nulls", OneRow(R"("title":null,"ahrefs_rank":null)"), "\nOK"},
      {"empty_text", OneRow(R"("title":"")"), "title=;\nOK"},
      {"exact",
       OneRow(R"("ahrefs_rank":"21","domain_rating":21.0,"redirect":2.1e1,)"
              R"("page_size":-0,"http_code":9007199254740993.0,)"
              R"("original":1,"nofollow":"FALSE","first_seen":"2013-10-26",)"
              R"("title":2.50)"),
       "ahrefs_rank=21;domain_rating=21;page_size=0;title=2.50;"
       "first_seen=1382745600.000000000;original=true;redirect=21;"
       "nofollow=false;http_code=9007199254740993;\nOK"},
      {"malformed",
       OneRow(R"("ahrefs_rank":21.5,"domain_rating":1e400,"ahrefs_top":"abc",)"
              R"("links_internal":18446744073709551615,"title":"kept",)"
              R"("links_external":1e-400,"page_size":[1,{"a":2}],)"
              R"("first_seen":1382745600,"original":"yes","nofollow":{},)"
              R"("redirect":123456789012345678901234567890,"alt":true)"),
       "title=kept;\n"
       "malformed ahrefs_rank:1\nmalformed domain_rating:1\n"
       "malformed ahrefs_top:1\nmalformed links_internal:1\n"
       "malformed links_external:1\nmalformed page_size:1\n"
       "malformed first_seen:1\nmalformed original:1\nmalformed redirect:1\n"
       "malformed nofollow:1\nmalformed alt:1\nOK"},
      {"last_of_a_key_counts",
       OneRow(R"("title":"a","ahrefs_rank":1,"title":"b","ahrefs_rank":"x",)"
              R"("anchor":"c","anchor":null,"alt":null,"alt":"d")"),
       "title=b;alt=d;\nmalformed ahrefs_rank:1\nOK"},
      {"own_link_type", OneRow(R"("link_type":"image")"),
       "link_type=0'image';\nOK"},
      {"escapes", OneRow(R"("t\u0069tle":"\"\\\/\b\u00e9\ud83d\ude00\u65e5")"),
       "title=\"\\/\b\u00e9\U0001F600\u65e5;\nOK"},
      {"half_surrogates", OneRow(R"("title":"a\ud83d","alt":"\ude00\ud83dz")"),
       "title=a\uFFFD;alt=\uFFFD\uFFFDz;\n"
       "malformed title:1\nmalformed alt:1\nOK"},
      {"not_utf8", OneRow("\"title\":\"a\xFF\xC3\",\"alt\":\"\u65e5\""),
       "title=a\uFFFD\uFFFD;alt=\u65e5;\nmalformed title:1\nOK"},
      {"halves_that_would_make_a_whole",
       OneRow("\"title\":\"a\xC3\",\"anchor\":\"\xA9z\""),
       "title=a\uFFFD;anchor=\uFFFDz;\n"
       "malformed title:1\nmalformed anchor:1\nOK"},
      {"replaced_text_is_not_judged",
       OneRow("\"title\":\"\xFF\",\"title\":\"b\""), "title=b;\nOK"},
      {"link_type_not_utf8", OneRow("\"link_type\":\"\x80\""),
       "link_type=0'\uFFFD';\nmalformed link_type:1\nOK"},
      {"unwanted", OneRow(R"("title":"t","ahrefs_rank":"x","anchor":["y"])"),
       "title=t;\nOK",
       [](DecodeOptions& o) {
         o.wanted.reset(FindColumn("ahrefs_rank")->number);
         o.wanted.reset(FindColumn("anchor")->number);
       }},
      {"unknown",
       OneRow(R"("ugc":true,"x":{"title":[{"title":1}]},"title":"t","y":[]})"
              R"(,{"title":"u","z":"\ud83d")"),
       "title=t;\ntitle=u;\nOK"},
      {"other_order_and_fewer_keys",
       R"({"refpages":[{"title":"a","alt":"b"},{"alt":"c","title":"d"},)"
       R"({"alt":"e"},{"ugc":1,"title":"f","alt":"g"}]})",
       "title=a;alt=b;\ntitle=d;alt=c;\nalt=e;\ntitle=f;alt=g;\nOK"},
      {"kept_others",
       OneRow(R"("ugc":true,"n":-1.5,"o":{"a":[1,null,{"b":"c"}],"a":[]},)"
              R"("title":"t","ugc":false,"s":"\ud83d","big":1e400,"z":null)"),
       "title=t;fields { key: \"big\" value { null_value: NULL_VALUE } } "
       "fields { key: \"n\" value { number_value: -1.5 } } "
       "fields { key: \"o\" value { struct_value { fields { key: \"a\" "
       "value { list_value { } } } } } } "
       "fields { key: \"s\" value { string_value: \"\\357\\277\\275\" } } "
       "fields { key: \"ugc\" value { bool_value: false } } "
       "fields { key: \"z\" value { null_value: NULL_VALUE } }\n"
       "malformed other:2\nOK",
       [](DecodeOptions& o) { o.keep_other_columns = true; }},
      {"kept_others_end_with_their_row",
       R"({"refpages":[{"ugc":[[]]},{"title":"t"}]})",
       "fields { key: \"ugc\" value { list_value { values { list_value { } } "
       "} } }\ntitle=t;\nOK",
       [](DecodeOptions& o) { o.keep_other_columns = true; }},
  };
}

std::vector<Case> Failures() {
  return {
      {"empty", "", "the document ends too early, at byte 0"},
      {"only_a_byte_order_mark", "\xEF\xBB\xBF",
       "the document ends too early, at byte 3"},
      {"half_a_byte_order_mark", "\xEF\xBB{}",
       "not JSON (half a byte order mark) at byte 0"},
      {"html", "<html><body>secret</body></html>",
       "not JSON (syntax error) at byte 0"},
      {"cut_in_a_row", R"({"refpages":[{"title":"a"},{"titl)",
       "title=a;\nthe document ends too early, at byte 33"},
      {"cut_after_the_rows", R"({"refpages":[{}])",
       "\nthe document ends too early, at byte 16"},
      {"cut_in_a_surrogate", R"({"refpages":[{"title":"\ud83)",
       "the document ends too early, at byte 28"},
      {"syntax", R"({"refpages":[{"title":"a"},{"title" "b"}]})",
       "title=a;\nnot JSON (syntax error) at byte 36"},
      {"syntax_after_a_repaired_surrogate",
       R"({"refpages":[{"title":"\ud83d" x}]})",
       "not JSON (syntax error) at byte 31"},
      {"nan", OneRow(R"("ahrefs_rank":NaN)"),
       "not JSON (syntax error) at byte 28"},
      {"single_quotes", "{'refpages':[]}", "not JSON (syntax error) at byte 1"},
      {"raw_newline_in_text", OneRow("\"title\":\"a\nb\""),
       "not JSON (syntax error) at byte 24"},
      {"trailing_bytes", R"({"refpages":[]} x)",
       "more after the document at byte 16"},
      {"second_document", R"({"refpages":[{}]}{"refpages":[]})",
       "\nmore after the document at byte 17"},
      {"array", "[]", "an array as the document at byte 0"},
      {"number", "21 ", "a value that is no object as the document at byte 2"},
      {"text", "\"a\"", "a value that is no object as the document at byte 2"},
      {"neither", R"({"rows":[{}]})",
       "neither rows nor an error in a document that ends at byte 13"},
      {"rows_an_object", R"({"refpages":{}})",
       "an object as the rows at byte 12"},
      {"rows_a_text", R"({"refpages":"a"})",
       "a value that is no array as the rows at byte 14"},
      {"rows_twice", R"({"refpages":[{}],"refpages":[]})",
       "\na second array of rows at byte 26"},
      {"row_an_array", R"({"refpages":[[]]})", "an array as a row at byte 13"},
  };
}

std::vector<Case> Limits() {
  const auto shrink = [](DecodeOptions& o) {
    o.limits = {.max_depth = 5,
                .max_key_bytes = 12,
                .max_cell_bytes = 8,
                .max_row_bytes = 16};
  };
  const auto keep = [](DecodeOptions& o) {
    o.limits.max_row_bytes = 400;
    o.limits.max_cell_bytes = 8;
    o.limits.max_key_bytes = 12;
    o.keep_other_columns = true;
  };
  return {
      {"key_of_the_limit", OneRow(R"("123456789012":1)"), "\nOK", shrink},
      {"cell_of_the_limit", OneRow(R"("title":"12345678")"),
       "title=12345678;\nOK", shrink},
      {"row_of_the_limit", OneRow(R"("title":"12345678","alt":"12345678")"),
       "title=12345678;alt=12345678;\nOK", shrink},
      {"depth_of_the_limit", OneRow(R"("x":[[]])"), "\nOK", shrink},
      {"long_numbers_nobody_wants", OneRow(R"("x":12345678901234567890)"),
       "\nOK", shrink},
      {"unknown_is_not_limited",
       OneRow(R"("x":"1234567890","y":{"12345678901234567890":"1234567890"})"),
       "\nOK", shrink},
      {"depth_error", OneRow(R"("x":[[[]]])"),
       "nesting above the limit of 5 at byte 20", shrink},
      {"row_error",
       OneRow(R"("title":"12345678","alt":"12345678","anchor":"1")"),
       "a row above the limit of 16 bytes (--max_row_bytes) at byte 61",
       shrink},
      {"row_error_of_one_key",
       OneRow(R"("alt":"12345678","alt":"12345678","alt":"1")"),
       "a row above the limit of 16 bytes (--max_row_bytes) at byte 56",
       shrink},
      {"row_error_of_others", OneRow(R"("x":[1,1,1,1,1])"),
       "a row above the limit of 400 bytes (--max_row_bytes) at byte 28", keep},
  };
}

class PageDecoderSplit : public testing::TestWithParam<Case> {};

TEST_P(PageDecoderSplit, SameOutcome) { CheckSplits(GetParam()); }

INSTANTIATE_TEST_SUITE_P(Documents, PageDecoderSplit,
                         testing::ValuesIn(Documents()), CaseName);
INSTANTIATE_TEST_SUITE_P(Cells, PageDecoderSplit, testing::ValuesIn(Cells()),
                         CaseName);
INSTANTIATE_TEST_SUITE_P(Failures, PageDecoderSplit,
                         testing::ValuesIn(Failures()), CaseName);
INSTANTIATE_TEST_SUITE_P(Limits, PageDecoderSplit, testing::ValuesIn(Limits()),
                         CaseName);

// Where a key or a cell passes its limit depends on how much of it a piece
// brings, and where a null is told of on whether it is whole; that may not.
TEST(PageDecoderLimits, MessageIsTheSameInEverySplit) {
  DecodeOptions options = AllOptions();
  options.limits.max_key_bytes = 8;
  options.limits.max_cell_bytes = 8;
  const std::pair<std::string, std::string> cases[] = {
      {OneRow(R"("123456789":1)"), "a key above the limit of 8 bytes at"},
      {R"({"123456789":1})", "a key above the limit of 8 bytes at"},
      {OneRow(R"("title":"123456789")"),
       "a cell above the limit of 8 bytes (--max_cell_bytes) at"},
      {OneRow(R"("alt":"\n12345678")"),
       "a cell above the limit of 8 bytes (--max_cell_bytes) at"},
      {OneRow(R"("alt":1234567890)"),
       "a cell above the limit of 8 bytes (--max_cell_bytes) at"},
      {"null", "a value that is no object as the document at byte"},
      {R"({"refpages":[null]})", "a value that is no object as a row at byte"},
  };
  for (const auto& [document, message] : cases) {
    const std::string_view view = document;
    for (size_t i = 0; i <= view.size(); ++i) {
      EXPECT_TRUE(Decode({view.substr(0, i), view.substr(i)}, options)
                      .starts_with(message))
          << view << " at " << i;
    }
  }
}

TEST(PageDecoderError, TextIsCutBetweenCharacters) {
  std::string text;
  while (text.size() < 3000) text += "日";
  const std::string document = "{\"error\":\"" + text + "\"}";
  const std::string expected = "error " + text.substr(0, 1023) + "\nOK";
  EXPECT_EQ(Decode(document, AllOptions()), expected);
  std::vector<std::string_view> pieces;
  for (size_t i = 0; i < document.size(); i += 7) {
    pieces.push_back(std::string_view(document).substr(i, 7));
  }
  EXPECT_EQ(Decode(pieces, AllOptions()), expected);
}

class FailingSink : public RowSink {
 public:
  absl::Status OnRow(const Row&) override {
    return ++rows == 2 ? absl::CancelledError("gone") : absl::OkStatus();
  }
  int rows = 0;
};

TEST(PageDecoderSink, ErrorIsReturnedUnchangedAndIsSticky) {
  FailingSink sink;
  PageDecoder decoder(AllOptions(), sink);
  const auto gone = absl::CancelledError("gone");
  EXPECT_EQ(decoder.Write(R"({"refpages":[{},{},{},)"), gone);
  EXPECT_EQ(sink.rows, 2);
  EXPECT_EQ(decoder.Write("{}]}"), gone);
  EXPECT_EQ(decoder.Finish(), gone);
  EXPECT_EQ(sink.rows, 2);
  EXPECT_EQ(decoder.row_count(), 2);
}

TEST(PageDecoderStatus, IsStickyAndDoesNotQuoteTheBody) {
  FailingSink sink;
  PageDecoder decoder(AllOptions(), sink);
  const absl::Status status = decoder.Write("<html>token=abc");
  EXPECT_EQ(GetReason(status), Reason::kUpstreamMalformed);
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(status.ToString().find("token"), std::string::npos);
  EXPECT_EQ(decoder.Write(R"({"refpages":[]})"), status);
  EXPECT_EQ(decoder.Finish(), status);
}

}  // namespace
}  // namespace backlinks::decode
