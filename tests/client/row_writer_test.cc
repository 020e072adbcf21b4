#include "client/cpp/output/row_writer.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "client/cpp/output/cell_text.h"
#include "client/cpp/output/display_width.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace backlinks {
namespace {

using ::testing::HasSubstr;

v1::Refpage Row(const std::string& text) {
  v1::Refpage row;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &row));
  return row;
}

output::ColumnList Columns(const std::vector<std::string>& names) {
  output::ColumnList columns;
  for (const std::string& name : names) columns.push_back(FindColumn(name));
  return columns;
}

std::string Write(output::RowWriter& writer, const v1::Refpage& row) {
  std::string out;
  writer.AppendRow(row, out);
  return out;
}

TEST(CellText, WritesEveryType) {
  const v1::Refpage row =
      Row("title: '日本' ahrefs_rank: -21 nofollow: false link_type: "
          "LINK_TYPE_HREF "
          "first_seen { seconds: 1382818744 }");
  const auto text = [&row](const char* name) {
    return output::CellText(row, *FindColumn(name)).value_or("absent");
  };
  EXPECT_EQ(text("title"), "日本");
  EXPECT_EQ(text("ahrefs_rank"), "-21");
  EXPECT_EQ(text("nofollow"), "false");
  EXPECT_EQ(text("link_type"), "href");
  EXPECT_EQ(text("first_seen"), "2013-10-26T20:19:04Z");
  for (const Column& column : AllColumns()) {
    EXPECT_EQ(output::CellText({}, column), std::nullopt) << column.name;
  }
}

TEST(CellText, WritesTheExtremesOfNumbers) {
  for (const int64_t number : {INT64_MIN, int64_t{-1}, int64_t{0}, INT64_MAX}) {
    v1::Refpage row;
    row.set_page_size(number);
    EXPECT_EQ(output::CellText(row, *FindColumn("page_size")),
              std::to_string(number));
  }
}

TEST(CellText, KeepsAWordThatIsNoLinkType) {
  const v1::Refpage row =
      Row("link_type: LINK_TYPE_UNSPECIFIED link_type_word: 'Image'");
  EXPECT_EQ(output::CellText(row, *FindColumn("link_type")), "Image");
}

TEST(Csv, IsThatOfRfc4180) {
  const auto writer =
      output::MakeCsvWriter(Columns({"title", "ahrefs_rank", "alt"}));
  EXPECT_EQ(writer->Head(), "title,ahrefs_rank,alt\r\n");
  EXPECT_EQ(Write(*writer, Row("title: 'plain' ahrefs_rank: 7 alt: 'a b'")),
            "plain,7,a b\r\n");
  EXPECT_EQ(Write(*writer, Row("title: 'a,b' alt: 'say \"x\"'")),
            "\"a,b\",,\"say \"\"x\"\"\"\r\n");
  EXPECT_EQ(Write(*writer, Row(R"(title: 'a\nb' alt: '\r')")),
            "\"a\nb\",,\"\r\"\r\n");
  EXPECT_EQ(Write(*writer, {}), ",,\r\n");
  EXPECT_EQ(Write(*writer, Row("title: ' ' alt: '日本'")), " ,,日本\r\n");
}

TEST(Csv, DistinguishesAnEmptyTextFromANull) {
  const auto writer =
      output::MakeCsvWriter(Columns({"title", "ahrefs_rank", "alt"}));
  EXPECT_EQ(Write(*writer, Row("title: ''")), "\"\",,\r\n");
  const auto named = output::MakeCsvWriter(
      Columns({"title", "ahrefs_rank", "alt"}), {.null = "NA"});
  EXPECT_EQ(Write(*named, Row("title: 'NA' alt: ''")), "\"NA\",NA,\"\"\r\n");
}

TEST(Csv, QuotesEveryValueThatIsTheTextOfANull) {
  const v1::Refpage row =
      Row("ahrefs_rank: 7 nofollow: true first_seen { seconds: 0 }");
  const auto columns = Columns({"ahrefs_rank", "nofollow", "first_seen"});
  const auto line = [&](const std::string& null) {
    return Write(*output::MakeCsvWriter(columns, {.null = null}), row);
  };
  EXPECT_EQ(line("7"), "\"7\",true,1970-01-01T00:00:00Z\r\n");
  EXPECT_EQ(line("true"), "7,\"true\",1970-01-01T00:00:00Z\r\n");
  EXPECT_EQ(line("1970-01-01T00:00:00Z"),
            "7,true,\"1970-01-01T00:00:00Z\"\r\n");
}

TEST(Csv, FindsWhatNeedsQuotesAnywhere) {
  const auto writer = output::MakeCsvWriter(Columns({"title"}));
  for (int byte = 1; byte < 0x80; ++byte) {
    const auto c = static_cast<char>(byte);
    const bool special = c == ',' || c == '"' || c == '\r' || c == '\n';
    for (const size_t before : {0U, 1U, 15U, 16U, 40U}) {
      v1::Refpage row;
      row.set_title(std::string(before, 'a') + c + "zz");
      const std::string text = std::string(before, 'a') +
                               (c == '"' ? "\"\"" : std::string(1, c)) + "zz";
      EXPECT_EQ(Write(*writer, row),
                special ? '"' + text + "\"\r\n" : text + "\r\n");
    }
  }
}

TEST(Csv, HasNoBlankLine) {
  const auto writer = output::MakeCsvWriter(Columns({"alt"}));
  EXPECT_EQ(Write(*writer, Row("alt: ''")), "\"\"\r\n");
  EXPECT_EQ(Write(*writer, {}), "\"\"\r\n");
  const auto named = output::MakeCsvWriter(Columns({"alt"}), {.null = "NULL"});
  EXPECT_EQ(Write(*named, {}), "NULL\r\n");
}

TEST(Csv, EscapesFormulasInTextsOnly) {
  const auto writer = output::MakeCsvWriter(Columns({"anchor", "ahrefs_rank"}),
                                            {.escape_formulas = true});
  for (const std::string text :
       {"=cmd()", "+1", "-1", "@SUM(A1)", "＝1", "＋1", "－1", "＠A1"}) {
    v1::Refpage row;
    row.set_anchor(text);
    row.set_ahrefs_rank(-7);
    EXPECT_EQ(Write(*writer, row), '\'' + text + ",-7\r\n");
  }
  EXPECT_EQ(Write(*writer, Row(R"(anchor: '\t=1')")), "'\t=1,\r\n");
  EXPECT_EQ(Write(*writer, Row(R"(anchor: '\r=1,"2"')")),
            "\"'\r=1,\"\"2\"\"\",\r\n");
  EXPECT_EQ(Write(*writer, Row("anchor: 'a=1'")), "a=1,\r\n");
  const auto raw = output::MakeCsvWriter(Columns({"anchor"}));
  EXPECT_EQ(Write(*raw, Row("anchor: '=1'")), "=1\r\n");
}

TEST(Csv, BeginsWithAByteOrderMarkOnDemand) {
  EXPECT_EQ(output::MakeCsvWriter(Columns({"title"}), {.byte_order_mark = true})
                ->Head(),
            "\xEF\xBB\xBFtitle\r\n");
}

TEST(Jsonl, HasTheNamesOfTheTable) {
  const auto writer = output::MakeJsonlWriter();
  EXPECT_EQ(writer->Head(), "");
  EXPECT_EQ(Write(*writer, Row("title: 'a \"b\"\\n日' ahrefs_rank: 0 "
                               "nofollow: true link_type: LINK_TYPE_RSS "
                               "first_seen { seconds: 0 }")),
            "{\"ahrefs_rank\":0,\"title\":\"a \\\"b\\\"\\n日\","
            "\"first_seen\":\"1970-01-01T00:00:00Z\",\"link_type\":\"rss\","
            "\"nofollow\":true}\n");
  EXPECT_EQ(Write(*writer, {}), "{}\n");
}

TEST(Jsonl, EscapesControlCharacters) {
  v1::Refpage row = Row(R"(anchor: '\033[2J\007\177\302\233\n')"
                        "title: 'a\u202Eb\u2066c\U000E0041' "
                        "other_columns { fields { key: 'k\u202E' "
                        "value { string_value: '\u2067' } } }");
  EXPECT_EQ(Write(*output::MakeJsonlWriter(), row),
            R"({"title":"a\u202eb\u2066c\udb40\udc41",)"
            R"("anchor":"\u001b[2J\u0007\u007f\u009b\n",)"
            R"("other_columns":{"k\u202e":"\u2067"}})"
            "\n");
}

TEST(Jsonl, CarriesOtherColumns) {
  const v1::Refpage row =
      Row("other_columns { fields { key: 'ugc' value { bool_value: true } } }");
  EXPECT_EQ(Write(*output::MakeJsonlWriter(), row),
            "{\"other_columns\":{\"ugc\":true}}\n");
}

std::string Table(output::RowWriter& writer,
                  const std::vector<v1::Refpage>& rows) {
  std::string out = writer.Head();
  for (const v1::Refpage& row : rows) writer.AppendRow(row, out);
  return out;
}

std::vector<v1::Refpage> SomeRows() {
  return {
      Row("url_from: 'https://a.example/' ahrefs_rank: 7 title: 'short' "
          "nofollow: false"),
      Row("url_from: 'https://a.example/a/very/long/path/that/fits/nowhere' "
          "ahrefs_rank: 100 title: '日本語の長いタイトルは切られる、どこかで' "
          "nofollow: true"),
      Row("title: '👨\u200D👩\u200D👧 \\033[31m\\nx' url_from: ''"),
      {}};
}

TEST(Table, FitsEveryWidth) {
  output::ColumnList all;
  for (const Column& column : AllColumns()) all.push_back(&column);
  for (const output::ColumnList& columns :
       {Columns({"url_from", "ahrefs_rank", "title", "nofollow"}), all,
        Columns({"url_from_first_seen"}), Columns({"ahrefs_rank"})}) {
    for (int width = 1; width < 250; ++width) {
      const auto writer = output::MakeTableWriter(columns, width);
      const std::string table = Table(*writer, SomeRows());
      for (const std::string& line :
           std::vector<std::string>(absl::StrSplit(table, '\n'))) {
        ASSERT_LE(output::DisplayWidth(line), width) << line;
      }
      ASSERT_EQ(std::count(table.begin(), table.end(), '\n'), 5);
    }
  }
}

TEST(Table, AlignsNumbersRightAndCutsText) {
  const auto writer = output::MakeTableWriter(
      Columns({"ahrefs_rank", "title", "nofollow"}), 40);
  const std::string table = Table(*writer, SomeRows());
  EXPECT_EQ(table,
            "ahrefs_rank  title              nofollow\n"
            "          7  short              false\n"
            "        100  日本語の長いタイ…  true\n"
            "          -  👨\u200D👩\u200D👧 �[31m x         -\n"
            "          -  -                  -\n");
}

TEST(Table, ReportsColumnsThatDoNotFit) {
  output::ColumnList all;
  for (const Column& column : AllColumns()) all.push_back(&column);
  EXPECT_THAT(output::MakeTableWriter(all, 80)->Note(),
              HasSubstr("columns do not fit; choose with --select"));
  EXPECT_EQ(output::MakeTableWriter(Columns({"title"}), 80)->Note(), "");
  EXPECT_EQ(output::MakeJsonlWriter()->Note(), "");
}

}  // namespace
}  // namespace backlinks
