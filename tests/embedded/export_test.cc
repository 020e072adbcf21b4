// Exports of Ahrefs, as its web interface has written them over the years.
#include <cstdint>
#include <string>
#include <string_view>

#include "fmt/format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/embedded/database.h"
#include "service/embedded/importer.h"
#include "tests/embedded/files.h"

namespace backlinks::embedded {
namespace {

using ::testing::HasSubstr;
using testing_embedded::Compression;
using testing_embedded::Files;

constexpr std::string_view kLegacyHeadings =
    R"csv("#","Domain Rating","URL Rating (desc)","Referring Domains","Referring Page URL","Referring Page Title","Internal Links Count","External Links Count","Link URL","TextPre","Link Anchor","TextPost","Type","Backlink Status","First Seen","Last Check","Day Lost","Language","Traffic","Keywords","Js rendered","Linked Domains")csv";
constexpr std::string_view kLegacyRow =
    R"("1","71","22.4","12","https://blog.example.org/a","Ein Titel, mit Komma","40","7","https://target.example/x","vor","Anker ""hier""","nach","Text","NoFollow","2019-08-05 12:11:13","2019-09-01 00:00:00","","de","3","1","","5")";

constexpr std::string_view kHeadings =
    R"("Referring page title","Referring page URL","Language","Platform","Referring page HTTP code","Domain rating","UR","Domain traffic","Referring domains","Linked domains","External links","Page traffic","Keywords","Target URL","Left context","Anchor","Right context","Type","Content","Nofollow","UGC","Sponsored","Rendered","Raw","Lost status","Drop reason","Discovered status","First seen","Last seen","Lost","Links in group","Author","Is spam")";
constexpr std::string_view kRow =
    R"("Titel: 日本語 😀","https://blog.example.org/a","de","wordpress","200","71.0","22.5","100","12","5","7","3","1","https://target.example/x","vor","Anker ""hier""
zweite Zeile","nach","image","true","true","false","false","false","true","","","","2024-03-05 09:40:20","2025-01-02 00:00:00","","1","","false")";

std::string WithTabs(std::string_view line) {
  std::string tabs;
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') quoted = !quoted;
    tabs += c == ',' && !quoted ? '\t' : c;
  }
  return tabs;
}

// UTF-16 with a byte order mark, of UTF-8 that is valid.
std::string Utf16(std::string_view text, bool big_endian) {
  std::string out;
  const auto add = [&](uint32_t unit) {
    const char high = static_cast<char>(unit >> 8);
    const char low = static_cast<char>(unit & 0xFF);
    out += big_endian ? high : low;
    out += big_endian ? low : high;
  };
  add(0xFEFF);
  for (size_t i = 0; i < text.size();) {
    const auto first = static_cast<unsigned char>(text[i++]);
    const int tails = first < 0xC0   ? 0
                      : first < 0xE0 ? 1
                      : first < 0xF0 ? 2
                                     : 3;
    uint32_t code = tails == 0 ? first : first & (0x3F >> tails);
    for (int j = 0; j < tails; ++j) {
      code = (code << 6) | (static_cast<unsigned char>(text[i++]) & 0x3F);
    }
    if (code < 0x10000) {
      add(code);
    } else {
      add(0xD800 + ((code - 0x10000) >> 10));
      add(0xDC00 + ((code - 0x10000) & 0x3FF));
    }
  }
  return out;
}

// The row's cells that an export has, "|" between them.
std::string ImportedRow(const std::string& in) {
  const Files files;
  const std::string out = files.path("out");
  const auto report = ImportFiles({in}, out);
  if (!report.ok()) return std::string(report.status().message());
  EXPECT_EQ(report->row_count, 1);
  EXPECT_EQ(DescribeMalformedCells(report->malformed_cells), "");
  auto database = Database::Open(out);
  EXPECT_TRUE(database.ok());
  auto row = database->Prepare(
      "SELECT url_from || '|' || url_to || '|' || ahrefs_rank || '|' || "
      "domain_rating || '|' || ifnull(links_internal, '-') || '|' || "
      "links_external || '|' || language || '|' || title || '|' || first_seen "
      "|| '|' || last_visited || '|' || link_type || '|' || nofollow || '|' || "
      "anchor || '|' || text_pre || '|' || text_post || '|' || "
      "ifnull(http_code, '-') || '|' || target_host FROM refpages JOIN "
      "targets ON refpage_id = id");
  EXPECT_TRUE(row.ok() && row->Step().ok());
  return std::string(row->text(0));
}

constexpr char kLegacyCells[] =
    "https://blog.example.org/a|https://target.example/x|22|71|40|7|de|Ein "
    "Titel, mit Komma|2019-08-05T12:11:13Z|2019-09-01T00:00:00Z|href|1|Anker "
    "\"hier\"|vor|nach|-|example.target.";
constexpr char kCells[] =
    "https://blog.example.org/a|https://target.example/x|23|71|-|7|de|Titel: "
    "日本語 😀|2024-03-05T09:40:20Z|2025-01-02T00:00:00Z|href|1|Anker "
    "\"hier\"\nzweite Zeile|vor|nach|200|example.target.";

std::string Lines(std::string_view headings, std::string_view row,
                  std::string_view end) {
  return fmt::format("{}{}{}{}", headings, end, row, end);
}

TEST(Export, OfTheFirstInterface) {
  const Files files;
  const std::string lines = Lines(kLegacyHeadings, kLegacyRow, "\n");
  EXPECT_EQ(ImportedRow(files.Write("commas", lines)), kLegacyCells);
  EXPECT_EQ(ImportedRow(files.Write("utf16", Utf16(WithTabs(lines), false))),
            kLegacyCells);
}

TEST(Export, OfTheSecondInterface) {
  const Files files;
  const std::string commas = Lines(kHeadings, kRow, "\r\n");
  const std::string tabs = WithTabs(commas);
  for (const std::string& text :
       {commas, "\xEF\xBB\xBF" + commas, tabs, Utf16(tabs, false),
        Utf16(tabs, true), Utf16(commas, false), commas + "\r\n \r\n"}) {
    EXPECT_EQ(ImportedRow(files.Write("in", text)), kCells) << text.size();
    EXPECT_EQ(ImportedRow(files.Write("in", text, Compression::kGzip)), kCells);
  }
}

TEST(Export, NeedsOneHeadingAlone) {
  const Files files;
  for (const char* const text :
       {"Target URL\nhttps://a.example/\n", "link url\nhttps://a.example/",
        "url_to;title\nhttps://a.example/;x\n",
        "url_to,unknown\nhttps://a.example/,x\n"}) {
    const auto report =
        ImportFiles({files.Write("in", text)}, files.path("out"));
    ASSERT_TRUE(report.ok()) << report.status();
    EXPECT_EQ(report->row_count, 1) << text;
  }
}

TEST(Export, AcceptsTheNamesOfColumnsAndOfApiV3) {
  const Files files;
  const std::string out = files.path("out");
  const std::string in = files.Write(
      "in",
      "url_to,snippet_left,is_nofollow,discovered_status,url_rating_source\n"
      "https://a.example/,before,true,pagefound,3.5\n");
  ASSERT_TRUE(ImportFiles({in}, out).ok());
  auto database = Database::Open(out);
  auto row = database->Prepare(
      "SELECT text_pre || nofollow || original || ahrefs_rank FROM refpages");
  ASSERT_TRUE(row.ok() && row->Step().ok());
  EXPECT_EQ(row->text(0), "before114");
}

TEST(Export, CountsMalformedCells) {
  const Files files;
  const std::string in =
      files.Write("in",
                  "Target URL,UR,First seen,Nofollow,Anchor\n"
                  "https://a.example/,high,05.03.2024,perhaps,caf\xE9\n"
                  "https://a.example/,,,,\n");
  const auto report = ImportFiles({in}, files.path("out"));
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->row_count, 2);
  EXPECT_EQ(DescribeMalformedCells(report->malformed_cells),
            "4 cells are malformed: ahrefs_rank (1), first_seen (1), nofollow "
            "(1), anchor (1)");
}

TEST(Export, HalfAPairIsMalformed) {
  const Files files;
  std::string text = Utf16("Target URL\tAnchor\nhttps://a.example/\tx", false);
  text += "\x3D\xD8";
  const auto report = ImportFiles({files.Write("in", text)}, files.path("out"));
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(DescribeMalformedCells(report->malformed_cells),
            "1 cell is malformed: anchor (1)");
}

std::string ErrorOfImport(std::string_view text) {
  const Files files;
  const auto report = ImportFiles({files.Write("in", text)}, files.path("out"));
  EXPECT_FALSE(files.exists("out"));
  return std::string(report.status().message());
}

TEST(Export, NamesTheLineOfAMistake) {
  EXPECT_THAT(ErrorOfImport("Target URL,Anchor\nhttps://a.example/,\"1\n2\"\n"
                            "https://a.example/\n"),
              HasSubstr("in:4: 1 cells under 2 headings"));
  EXPECT_THAT(ErrorOfImport("Target URL,Anchor\n,x\n"),
              HasSubstr("in:2: url_to is missing"));
  EXPECT_THAT(ErrorOfImport("Target URL,Anchor\n\nhttps://a.example/,\"x\n\n"),
              HasSubstr("in:3: a quoted cell without an end"));
  const std::string large(17 << 20, 'x');
  EXPECT_THAT(ErrorOfImport(fmt::format("Target URL\n\"x\n{}\n{}\n",
                                        large.substr(0, 9 << 20),
                                        large.substr(0, 9 << 20))),
              HasSubstr("in:2: a record above 16777216 bytes"));
}

struct Kind {
  const char* name;
  std::string_view text;
  const char* what;
};
class OtherFile : public ::testing::TestWithParam<Kind> {};

TEST_P(OtherFile, IsIdentified) {
  EXPECT_THAT(ErrorOfImport(GetParam().text),
              HasSubstr(fmt::format(
                  "in:1: neither JSONL nor an export of Ahrefs, but {}",
                  GetParam().what)));
}

INSTANTIATE_TEST_SUITE_P(
    All, OtherFile,
    ::testing::Values(
        Kind{"zip", {"PK\x03\x04\x14\0", 6}, "a ZIP archive"},
        Kind{"sqlite", {"SQLite format 3\0", 16}, "an SQLite database"},
        Kind{"parquet", "PAR1", "a Parquet file"},
        Kind{"pdf", "%PDF-1.7\n", "a PDF document"},
        Kind{"html", "<!DOCTYPE html>\n", "an HTML or XML document"},
        Kind{"json_array", "[{\"url_to\":\"a\"}]\n", "a JSON array"},
        Kind{"binary", {"a\0b", 3}, "a binary file"},
        Kind{"latin_1", "Anchor;caf\xE9\n", "a binary file"},
        Kind{"other_table", "Keyword,Volume\na,1\n", "text whose first line"},
        Kind{"open_quote", "\"Target URL\nx", "text whose first line"},
        Kind{"text", "some notes\n", "text whose first line"}),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace backlinks::embedded
