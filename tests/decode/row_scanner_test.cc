// Which rows the scanner reads. That it reads what the parser would is checked
// by every test of PageDecoder.
#include "service/decode/row_scanner.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/decode/recorder.h"

namespace backlinks::decode {
namespace {

using decode_testing::AllOptions;
using decode_testing::RowText;
using Outcome = RowScanner::Outcome;

int NumberOf(std::string_view name) { return FindColumn(name)->number; }

DecodeOptions WithLists() {
  DecodeOptions options = AllOptions();
  options.readings[NumberOf("language")] = CellReading::kFirstOfList;
  options.readings[NumberOf("ahrefs_rank")] = CellReading::kRounded;
  return options;
}

struct ScanCase {
  std::string name;
  std::string row;
  std::string outcome;  // The row, or "unusual".
};

class RowScannerTest : public testing::TestWithParam<ScanCase> {};

std::string Scan(RowScanner& scanner, std::string_view text, size_t size) {
  switch (scanner.Scan(text)) {
    case Outcome::kRow:
      EXPECT_EQ(scanner.size(), size);
      return RowText(scanner.row());
    case Outcome::kIncomplete:
      return "incomplete";
    case Outcome::kUnusual:
      break;
  }
  return "unusual";
}

// A copy of the exact size: reading past its end shows under ASan.
std::string ScanCopy(RowScanner& scanner, std::string_view text, size_t size) {
  const std::vector<char> bytes(text.begin(), text.end());
  return Scan(scanner, {bytes.data(), bytes.size()}, size);
}

TEST_P(RowScannerTest, ReadsARowThatIsWhole) {
  const ScanCase& c = GetParam();
  const DecodeOptions options = WithLists();
  RowScanner scanner(options);
  for (const std::string_view after : {"", ",{\"title\":\"next\"}", "]}"}) {
    // Twice: once without and once with the keys known.
    for (int i = 0; i < 2; ++i) {
      const std::string text = c.row + std::string(after);
      const std::string outcome = ScanCopy(scanner, text, c.row.size());
      if (c.outcome != "unusual" || outcome != "incomplete") {
        EXPECT_EQ(outcome, c.outcome) << text;
      }
    }
  }
}

TEST_P(RowScannerTest, NeverReadsARowThatIsNotWhole) {
  const ScanCase& c = GetParam();
  const DecodeOptions options = WithLists();
  RowScanner scanner(options);
  for (size_t size = 0; size < c.row.size(); ++size) {
    const std::string outcome = ScanCopy(scanner, c.row.substr(0, size), 0);
    if (c.outcome != "unusual" || outcome != "unusual") {
      EXPECT_EQ(outcome, "incomplete") << size;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    Rows, RowScannerTest,
    testing::Values(
        ScanCase{"empty", "{}", ""}, ScanCase{"blanks", "{ \n}", ""},
        ScanCase{"text", R"({"title":"a text of more than 16 bytes"})",
                 "title=a text of more than 16 bytes;"},
        ScanCase{"short_key", R"({"alt":"x"})", "alt=x;"},
        ScanCase{"long_key", R"({"url_from_first_seen" : "2013-10-26"})",
                 "url_from_first_seen=1382745600.000000000;"},
        ScanCase{"time", R"({"first_seen":"2013-10-26T20:19:04Z"})",
                 "first_seen=1382818744.000000000;"},
        ScanCase{"numbers", R"({"http_code":200,"redirect":-1,"page_size":0})",
                 "page_size=0;redirect=-1;http_code=200;"},
        ScanCase{"largest_int", R"({"page_size":9223372036854775807})",
                 "page_size=9223372036854775807;"},
        ScanCase{"whole_fraction", R"({"page_size":21.0,"http_code":2.1e1})",
                 "page_size=21;http_code=21;"},
        ScanCase{"number_as_text", R"({"title":20.50,"page_size":"7"})",
                 "page_size=7;title=20.50;"},
        ScanCase{"rounded", R"({"ahrefs_rank":20.5})", "ahrefs_rank=21'20.5';"},
        ScanCase{"literals", R"({"nofollow":true,"original":false,"alt":null})",
                 "original=false;nofollow=true;"},
        ScanCase{"link_types", R"({"link_type":"form"})", "link_type=4'';"},
        ScanCase{"unknown_word", R"({"link_type":"odd"})", "link_type=0'odd';"},
        ScanCase{"escapes", R"({"title":"\"\\\/\b\f\n\r\t"})",
                 "title=\"\\/\b\f\n\r\t;"},
        ScanCase{"unicode_escapes", R"({"title":"\u00e9\u65E5\ud83d\ude00x"})",
                 "title=é日😀x;"},
        ScanCase{"escaped_time", R"({"first_seen":"2013\u002d10-26"})",
                 "first_seen=1382745600.000000000;"},
        ScanCase{"other_columns", R"({"x":"\n","y":-1.5e+2,"z":null,"t":true})",
                 ""},
        ScanCase{"list", R"({"language":[null , "en", 2, true]})",
                 "language=en;"},
        ScanCase{"empty_list", R"({"language":[ ]})", ""},
        ScanCase{"list_of_nulls", R"({"language":[null,null]})", ""},
        ScanCase{"white_space", "{ \"alt\" :\t\"x\" ,\r\n \"title\" : \"y\" }",
                 "title=y;alt=x;"},
        ScanCase{"twice", R"({"title":"a","title":"b"})", "unusual"},
        ScanCase{"nested", R"({"x":{"y":1}})", "unusual"},
        ScanCase{"other_list", R"({"title":["a"]})", "unusual"},
        ScanCase{"nested_list", R"({"language":[["a"]]})", "unusual"},
        ScanCase{"malformed", R"({"page_size":"many"})", "unusual"},
        ScanCase{"malformed_bool", R"({"nofollow":"maybe"})", "unusual"},
        ScanCase{"lone_surrogate", R"({"title":"\ud83d"})", "unusual"},
        ScanCase{"low_surrogate", R"({"title":"\ude00"})", "unusual"},
        ScanCase{"half_a_pair", R"({"title":"\ud83d\u0041"})", "unusual"},
        ScanCase{"bad_escape", R"({"title":"\x"})", "unusual"},
        ScanCase{"bad_hex", R"({"title":"\u12g4"})", "unusual"},
        ScanCase{"control", "{\"title\":\"a\nb\"}", "unusual"},
        ScanCase{"not_utf8", "{\"title\":\"a\xFFz\"}", "unusual"},
        ScanCase{"escaped_key", R"({"t\u0069tle":"x"})", "unusual"},
        ScanCase{"leading_zero", R"({"page_size":01})", "unusual"},
        ScanCase{"lone_minus", R"({"page_size":-})", "unusual"},
        ScanCase{"no_fraction", R"({"x":1.})", "unusual"},
        ScanCase{"no_exponent", R"({"x":1e+})", "unusual"},
        ScanCase{"huge_exponent", R"({"x":1e9999})", "unusual"},
        ScanCase{"no_colon", R"({"title"})", "unusual"},
        ScanCase{"no_comma", R"({"alt":"a" "title":"b"})", "unusual"},
        ScanCase{"comma_at_the_end", R"({"alt":"a",})", "unusual"},
        ScanCase{"bad_word", R"({"alt":nul})", "unusual"},
        ScanCase{"no_object", R"("a")", "unusual"}),
    [](const auto& info) { return info.param.name; });

TEST(RowScannerLimits, LeaveTheRowToTheParser) {
  const std::string row = R"({"title":"12345","alt":"6789"})";
  DecodeOptions options = AllOptions();
  options.limits.max_cell_bytes = 5;
  options.limits.max_row_bytes = 9;
  EXPECT_EQ(RowScanner(options).Scan(row), Outcome::kRow);
  options.limits.max_row_bytes = 8;
  EXPECT_EQ(RowScanner(options).Scan(row), Outcome::kUnusual);
  options.limits = {.max_cell_bytes = 4};
  EXPECT_EQ(RowScanner(options).Scan(row), Outcome::kUnusual);
  options.limits = {.max_key_bytes = 4};
  EXPECT_EQ(RowScanner(options).Scan(row), Outcome::kUnusual);
  options.limits = {.max_depth = 3};
  EXPECT_EQ(RowScanner(options).Scan(row), Outcome::kUnusual);
}

TEST(RowScannerOptions, SkipColumnsThatAreNotWanted) {
  DecodeOptions options = AllOptions();
  options.wanted.reset(NumberOf("title"));
  RowScanner scanner(options);
  ASSERT_EQ(scanner.Scan(R"({"title":5,"alt":"x","title":"y"})"),
            Outcome::kRow);
  EXPECT_EQ(RowText(scanner.row()), "alt=x;");
  options.keep_other_columns = true;
  EXPECT_EQ(RowScanner(options).Scan(R"({"x":1})"), Outcome::kUnusual);
}

TEST(RowScannerKeys, MayBeManyInAnyOrder) {
  std::string row = "{";
  for (int i = 0; i < 200; ++i) row += "\"k" + std::to_string(i) + "\":1,";
  row += R"("title":"x"})";
  const DecodeOptions options = AllOptions();
  RowScanner scanner(options);
  for (int i = 0; i < 3; ++i) {
    ASSERT_EQ(scanner.Scan(row), Outcome::kRow);
    EXPECT_EQ(RowText(scanner.row()), "title=x;");
    ASSERT_EQ(scanner.Scan(R"({"alt":"y","k7":2,"title":"z","k3":3})"),
              Outcome::kRow);
    EXPECT_EQ(RowText(scanner.row()), "title=z;alt=y;");
  }
}

}  // namespace
}  // namespace backlinks::decode
