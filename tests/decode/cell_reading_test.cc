// What becomes of cells that are read otherwise than exactly, in every split.
#include "service/model/cell_reading.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "tests/decode/recorder.h"
#include "tests/decode/split_case.h"

namespace backlinks::decode {
namespace {

using decode_testing::CaseName;
using decode_testing::CheckSplits;
using decode_testing::OneRow;
using Case = decode_testing::SplitCase;

void Read(DecodeOptions& options, std::string_view column,
          CellReading reading) {
  options.readings[FindColumn(column)->number] = reading;
}

void AsInV3(DecodeOptions& options) {
  Read(options, "ahrefs_rank", CellReading::kRounded);
  Read(options, "domain_rating", CellReading::kRounded);
  Read(options, "language", CellReading::kFirstOfList);
  Read(options, "original", CellReading::kPageFound);
  Read(options, "link_type", CellReading::kV3LinkType);
}

Case Of(std::string name, std::string_view members, std::string outcome) {
  return {std::move(name), OneRow(members), std::move(outcome), AsInV3};
}

std::vector<Case> Rounded() {
  return {
      Of("whole", R"("ahrefs_rank":21)", "ahrefs_rank=21'21';\nOK"),
      Of("up", R"("ahrefs_rank":20.5)", "ahrefs_rank=21'20.5';\nOK"),
      Of("half", R"("ahrefs_rank":0.5,"domain_rating":1.5)",
         "ahrefs_rank=1'0.5';domain_rating=2'1.5';\nOK"),
      Of("below_zero", R"("ahrefs_rank":-0.5)", "ahrefs_rank=-1'-0.5';\nOK"),
      Of("zero", R"("ahrefs_rank":-0)", "ahrefs_rank=0'-0';\nOK"),
      Of("nearly_half", R"("ahrefs_rank":20.499999999999999999)",
         "ahrefs_rank=20'20.499999999999999999';\nOK"),
      Of("exponent", R"("ahrefs_rank":2.05e1)", "ahrefs_rank=21'2.05e1';\nOK"),
      Of("huge", R"("ahrefs_rank":1e400)", "\nmalformed ahrefs_rank:1\nOK"),
      Of("largest", R"("ahrefs_rank":9223372036854775807.4)",
         "ahrefs_rank=9223372036854775807'9223372036854775807.4';\nOK"),
      Of("beyond", R"("ahrefs_rank":9223372036854775807.5)",
         "\nmalformed ahrefs_rank:1\nOK"),
      Of("beyond_unsigned", R"("ahrefs_rank":18446744073709551615)",
         "\nmalformed ahrefs_rank:1\nOK"),
      Of("text", R"("ahrefs_rank":"20.5")", "ahrefs_rank=21'20.5';\nOK"),
      Of("no_number", R"("ahrefs_rank":"abc","domain_rating":"")",
         "\nmalformed ahrefs_rank:1\nmalformed domain_rating:1\nOK"),
      Of("null", R"("ahrefs_rank":null,"title":"t")", "title=t;\nOK"),
      Of("others", R"("ahrefs_rank":true,"domain_rating":{"a":[1]})",
         "\nmalformed ahrefs_rank:1\nmalformed domain_rating:1\nOK"),
      Of("a_list", R"("ahrefs_rank":[20.5],"title":"t")",
         "title=t;\nmalformed ahrefs_rank:1\nOK"),
      Of("twice", R"("ahrefs_rank":20.5,"ahrefs_rank":"x")",
         "\nmalformed ahrefs_rank:1\nOK"),
      Of("beside_exact", R"("ahrefs_rank":1.5,"redirect":1.5,"page_size":7)",
         "ahrefs_rank=2'1.5';page_size=7;\nmalformed redirect:1\nOK"),
      Of("keeps_its_text_beside_a_repaired_one",
         "\"ahrefs_rank\":1.5,\"title\":\"\xFF\"",
         "ahrefs_rank=2'1.5';title=\uFFFD;\nmalformed title:1\nOK"),
  };
}

std::vector<Case> Lists() {
  return {
      Of("one", R"("language":["en"],"title":"t")", "language=en;title=t;\nOK"),
      Of("first", R"("language":["en","ja",["x"],{"y":1},null],"title":"t")",
         "language=en;title=t;\nOK"),
      Of("after_nulls", R"("language":[null,null,"en",null])",
         "language=en;\nOK"),
      Of("empty", R"("language":[],"title":"t")", "title=t;\nOK"),
      Of("of_nulls", R"("language":[null,null],"title":"t")", "title=t;\nOK"),
      Of("null", R"("language":null,"title":"t")", "title=t;\nOK"),
      Of("scalar", R"("language":"en","title":"t")",
         "language=en;title=t;\nOK"),
      Of("empty_text", R"("language":["","en"])", "language=;\nOK"),
      Of("escaped", R"("language":["\u0065n\ud83d\ude00"])",
         "language=en\U0001F600;\nOK"),
      Of("number", R"("language":[21.50,1])", "language=21.50;\nOK"),
      Of("bool", R"("language":[true,"en"],"title":"t")",
         "title=t;\nmalformed language:1\nOK"),
      Of("object", R"("language":{"a":["en"]},"title":"t")",
         "title=t;\nmalformed language:1\nOK"),
      Of("first_a_list", R"("language":[null,["en"],"ja"],"title":"t")",
         "title=t;\nmalformed language:1\nOK"),
      Of("first_an_empty_list", R"("language":[[]],"title":"t")",
         "title=t;\nmalformed language:1\nOK"),
      Of("first_an_object", R"("language":[{"a":[{}]},"ja"],"title":"t")",
         "title=t;\nmalformed language:1\nOK"),
      Of("twice", R"("language":["en"],"language":[])", "\nOK"),
      {"rows",
       R"({"refpages":[{"language":["en"]},{"language":[]},)"
       R"({"title":"t","language":["ja","x"]},{}]})",
       "language=en;\n\nlanguage=ja;title=t;\n\nOK", AsInV3},
      Of("not_utf8", "\"language\":[\"\xFF\",\"\xFE\"]",
         "language=\uFFFD;\nmalformed language:1\nOK"),
      Of("halves_that_would_make_a_whole",
         "\"title\":\"a\xC3\",\"language\":[\"\xA9z\"]",
         "language=\uFFFDz;title=a\uFFFD;\n"
         "malformed language:1\nmalformed title:1\nOK"),
      {"limits_of_what_is_read_alone",
       OneRow(R"("language":["12345678","123456789",1234567890])"),
       "language=12345678;\nOK",
       [](DecodeOptions& o) {
         AsInV3(o);
         o.limits.max_cell_bytes = 8;
       }},
      {"other_types",
       OneRow(R"("first_seen":[null,"2013-10-26"],"redirect":[3.0,"x"],)"
              R"("nofollow":[false,true],"http_code":["x"],"page_size":[7,8])"),
       "page_size=7;first_seen=1382745600.000000000;redirect=3;nofollow=false;"
       "\nmalformed http_code:1\nOK",
       [](DecodeOptions& o) { o.readings.fill(CellReading::kFirstOfList); }},
      {"unwanted", OneRow(R"("language":["en"],"title":"t")"), "title=t;\nOK",
       [](DecodeOptions& o) {
         AsInV3(o);
         o.wanted.reset(FindColumn("language")->number);
       }},
      {"cut", R"({"refpages":[{"language":["en",)",
       "the document ends too early, at byte 31", AsInV3},
  };
}

std::vector<Case> Words() {
  return {
      Of("page_found", R"("original":"pagefound")", "original=true;\nOK"),
      Of("link_found", R"("original":"linkfound")", "original=false;\nOK"),
      Of("other_case", R"("original":"PageFound")", "original=false;\nOK"),
      Of("no_word", R"("original":"","title":"t")",
         "title=t;original=false;\nOK"),
      Of("null_word", R"("original":null,"title":"t")", "title=t;\nOK"),
      Of("bool_for_a_word", R"("original":true)", "\nmalformed original:1\nOK"),
      Of("number_for_a_word", R"("original":1,"title":"t")",
         "title=t;\nmalformed original:1\nOK"),
      Of("list_for_a_word", R"("original":["pagefound"],"title":"t")",
         "title=t;\nmalformed original:1\nOK"),
      Of("text_link", R"("link_type":"text")", "link_type=1'';\nOK"),
      Of("image_link", R"("link_type":"image")", "link_type=1'';\nOK"),
      Of("href_link", R"("link_type":"href")", "link_type=1'';\nOK"),
      Of("redirect_link", R"("link_type":"redirect")", "link_type=2'';\nOK"),
      Of("other_link", R"("link_type":"Text")", "link_type=0'Text';\nOK"),
      Of("null_link", R"("link_type":null)", "\nOK"),
      Of("number_link", R"("link_type":1)", "\nmalformed link_type:1\nOK"),
      Of("bool_link", R"("link_type":true)", "\nmalformed link_type:1\nOK"),
  };
}

class CellReadingSplit : public testing::TestWithParam<Case> {};

TEST_P(CellReadingSplit, SameOutcome) { CheckSplits(GetParam()); }

INSTANTIATE_TEST_SUITE_P(Rounded, CellReadingSplit,
                         testing::ValuesIn(Rounded()), CaseName);
INSTANTIATE_TEST_SUITE_P(Lists, CellReadingSplit, testing::ValuesIn(Lists()),
                         CaseName);
INSTANTIATE_TEST_SUITE_P(Words, CellReadingSplit, testing::ValuesIn(Words()),
                         CaseName);

}  // namespace
}  // namespace backlinks::decode
