#include "service/embedded/importer.h"

#include <filesystem>
#include <string>

#include "fmt/format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/embedded/database.h"
#include "tests/embedded/files.h"
#include "tests/support/file/read_file.h"

namespace backlinks::embedded {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;
using testing_embedded::Compression;
using testing_embedded::Files;
using testing_file::ReadFile;

constexpr char kRows[] =
    "{\"url_to\":\"https://a.example/\",\"ahrefs_rank\":1}\n"
    "\r\n\n"
    "{\"url_to\":\"https://b.example/x?y\",\"nofollow\":true,\"more\":[{}]}\r\n"
    "{\"url_to\":\"https://c.example\",\"first_seen\":\"2013-10-26\"}";

// The column of the row with this number.
std::string ValueOfRow(const std::string& column, int number) {
  return fmt::format(
      "SELECT {} FROM targets JOIN refpages ON id = refpage_id WHERE "
      "import_number = {}",
      column, number);
}

// The one value that `sql` gives.
std::string Value(const std::string& path, const std::string& sql) {
  auto database = Database::Open(path);
  if (!database.ok()) return std::string(database.status().message());
  auto statement = database->Prepare(sql);
  if (!statement.ok()) return std::string(statement.status().message());
  const auto stepped = statement->Step();
  return stepped.ok() && *stepped ? std::string(statement->text(0)) : "none";
}

struct Form {
  const char* name;
  Compression compression;
};
class Import : public ::testing::TestWithParam<Form> {};

TEST_P(Import, ReadsPlainAndCompressed) {
  const Files files;
  const std::string in = files.Write("in", kRows, GetParam().compression);
  const std::string out = files.path("out");
  const auto rows = ImportFiles({in, in}, out);
  ASSERT_TRUE(rows.ok()) << rows.status();
  EXPECT_EQ(rows->row_count, 6);
  EXPECT_EQ(DescribeMalformedCells(rows->malformed_cells), "");
  EXPECT_EQ(Value(out, "SELECT count(*) FROM refpages"), "6");
  EXPECT_EQ(Value(out, "SELECT count(*) FROM refpages WHERE nofollow"), "2");
  EXPECT_EQ(Value(out, ValueOfRow("first_seen", 3)), "2013-10-26T00:00:00Z");
  EXPECT_EQ(Value(out, ValueOfRow("target_host", 2)), "example.b.");
  EXPECT_EQ(Value(out, ValueOfRow("target_path", 2)), "/x?y");
  EXPECT_EQ(Value(out, ValueOfRow("target_path", 3)), "/");
  EXPECT_THAT(files.names(), UnorderedElementsAre("in", "out"));
}

INSTANTIATE_TEST_SUITE_P(Forms, Import,
                         ::testing::Values(Form{"plain", Compression::kNone},
                                           Form{"gz", Compression::kGzip},
                                           Form{"xz", Compression::kXz},
                                           Form{"zst", Compression::kZstd},
                                           Form{"bz2", Compression::kBzip2}),
                         [](const auto& info) { return info.param.name; });

struct Mistake {
  const char* name;
  const char* line;
  const char* text;
};
class BadLine : public ::testing::TestWithParam<Mistake> {};

TEST_P(BadLine, IsReportedWithItsLineAndKeepsTheOldFile) {
  const Files files;
  const std::string good = "{\"url_to\":\"https://a.example/\"}\n";
  const std::string in =
      files.Write("in", good + "\n" + GetParam().line + "\n" + good);
  const std::string out = files.path("out");
  ASSERT_TRUE(ImportFiles({files.Write("old", good)}, out).ok());
  const auto rows = ImportFiles({in}, out);
  ASSERT_EQ(rows.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(rows.status().message()),
              HasSubstr(fmt::format("{}:3: {}", in, GetParam().text)));
  EXPECT_EQ(Value(out, "SELECT count(*) FROM refpages"), "1");
  EXPECT_THAT(files.names(), UnorderedElementsAre("in", "old", "out"));
}

INSTANTIATE_TEST_SUITE_P(
    All, BadLine,
    ::testing::Values(
        Mistake{"cut", "{\"url_to\":", "not JSON (syntax error) at column 11"},
        Mistake{"words", "hello", "not JSON (syntax error) at column 1"},
        Mistake{"two_values", "{\"url_to\":\"a\"} {}",
                "not JSON (syntax error) at column 16"},
        Mistake{"two_objects", R"({"url_to":"a"},{"url_to":"a"})",
                "not one JSON object"},
        Mistake{"array", "[1]", "an array as a row"},
        Mistake{"number", "1", "a value that is no object as a row"},
        Mistake{"no_url_to", "{}", "url_to is missing"},
        Mistake{"null_url_to", "{\"url_to\":null}", "url_to is missing"},
        Mistake{"list_for_url_to", "{\"url_to\":[\"a\"]}",
                "url_to is missing"}),
    [](const auto& info) { return info.param.name; });

struct Cell {
  const char* name;
  const char* column;
  const char* json;
  const char* value;  // Of the column afterwards.
  bool malformed = false;
};
class Cells : public ::testing::TestWithParam<Cell> {};

TEST_P(Cells, AreConvertedAsThoseOfAnUpstream) {
  const Files files;
  const std::string in = files.Write(
      "in", fmt::format("{{\"url_to\":\"https://a.example/\",\"{}\":{}}}\n",
                        GetParam().column, GetParam().json));
  const std::string out = files.path("out");
  const auto report = ImportFiles({in}, out);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->row_count, 1);
  EXPECT_EQ(Value(out, fmt::format("SELECT ifnull({}, 'NULL') FROM refpages",
                                   GetParam().column)),
            GetParam().value);
  EXPECT_EQ(DescribeMalformedCells(report->malformed_cells),
            GetParam().malformed
                ? fmt::format("1 cell is malformed: {} (1)", GetParam().column)
                : "");
}

INSTANTIATE_TEST_SUITE_P(
    All, Cells,
    ::testing::Values(
        Cell{"whole_real", "ahrefs_rank", "21.0", "21"},
        Cell{"exponent", "ahrefs_rank", "2.1e1", "21"},
        Cell{"text_of_int", "ahrefs_rank", "\"21\"", "21"},
        Cell{"real", "ahrefs_rank", "1.5", "NULL", true},
        Cell{"word_for_int", "ahrefs_rank", "\"many\"", "NULL", true},
        Cell{"list_for_int", "ahrefs_rank", "[1]", "NULL", true},
        Cell{"text_of_bool", "nofollow", "\"true\"", "1"},
        Cell{"int_of_bool", "nofollow", "0", "0"},
        Cell{"int_for_bool", "nofollow", "2", "NULL", true},
        Cell{"int_of_text", "title", "2013", "2013"},
        Cell{"bool_for_text", "title", "true", "NULL", true},
        Cell{"null", "title", "null", "NULL"},
        Cell{"time_with_blank", "first_seen", "\"2025-09-07 09:40:20Z\"",
             "2025-09-07T09:40:20Z"},
        Cell{"time_with_offset", "first_seen", "\"2025-09-07T09:40:20+02:00\"",
             "2025-09-07T07:40:20Z"},
        Cell{"fraction", "first_seen", "\"2025-09-07T09:40:20.250Z\"",
             "2025-09-07T09:40:20.25Z"},
        Cell{"no_date", "first_seen", "\"2013-13-01\"", "NULL", true},
        Cell{"link_type", "link_type", "\"canonical\"", "canonical"},
        Cell{"other_link_type", "link_type", "\"Pingback\"", "Pingback"},
        Cell{"surrogate", "title", R"("a\ud83d")", "a\xEF\xBF\xBD", true},
        Cell{"pair", "title", R"("\ud83d\ude00")", "\xF0\x9F\x98\x80"},
        Cell{"latin_1", "title", "\"caf\xE9\"", "caf\xEF\xBF\xBD", true}),
    [](const auto& info) { return info.param.name; });

TEST(ImportFiles, CountsMalformedCellsByColumn) {
  const Files files;
  const std::string in = files.Write(
      "in",
      "{\"url_to\":\"a\",\"ahrefs_rank\":\"x\",\"title\":\"\xFF\"}\n"
      "{\"url_to\":\"a\",\"ahrefs_rank\":\"y\"}\n");
  const auto report = ImportFiles({in, in}, files.path("out"));
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->row_count, 4);
  EXPECT_EQ(DescribeMalformedCells(report->malformed_cells),
            "6 cells are malformed: ahrefs_rank (4), title (2)");
}

TEST(ImportFiles, SkipsAByteOrderMarkAndLinesOfBlanks) {
  const Files files;
  const std::string row = "{\"url_to\":\"https://a.example/\"}";
  const std::string in = files.Write(
      "in", "\xEF\xBB\xBF" + row + "\n \t\n\r\n  \r\n\t" + row + "\n \n");
  const auto report = ImportFiles({in}, files.path("out"));
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->row_count, 2);
}

TEST(ImportFiles, ReportsWhatCannotBeReadOrWritten) {
  const Files files;
  const auto none = ImportFiles({files.path("none")}, files.path("out"));
  EXPECT_THAT(std::string(none.status().message()),
              HasSubstr(files.path("none")));
  const std::string in = files.Write("in", kRows);
  const auto nowhere = ImportFiles({in}, files.path("no/such/folder"));
  EXPECT_FALSE(nowhere.ok());
  EXPECT_FALSE(files.exists("out"));
}

TEST(ImportFiles, ReportsDamagedCompression) {
  const Files files;
  const std::string row = "{\"url_to\":\"https://a.example/\"}\n";
  std::string rows;
  for (int i = 0; i < 1000; ++i) rows += row;
  const std::string bytes =
      ReadFile(files.Write("whole", rows, Compression::kXz));
  const std::string cut = files.Write("cut", bytes.substr(0, bytes.size() / 2));
  const auto result = ImportFiles({cut}, files.path("out"));
  EXPECT_FALSE(result.ok());
  EXPECT_THAT(std::string(result.status().message()), HasSubstr(cut));
  EXPECT_FALSE(files.exists("out"));
}

TEST(ImportFiles, LimitsTheLengthOfALine) {
  const Files files;
  const std::string in = files.Write("in", std::string(18 << 20, ' '));
  const auto result = ImportFiles({in}, files.path("out"));
  EXPECT_THAT(std::string(result.status().message()),
              EndsWith(":1: a line above 16777216 bytes"));
}

TEST(ImportFiles, ReplacesItsOwnDatabaseOrAnEmptyFile) {
  const Files files;
  const std::string in = files.Write("in", kRows);
  const std::string out = files.path("out");
  ASSERT_TRUE(ImportFiles({in, in}, out).ok());
  ASSERT_TRUE(ImportFiles({in}, out).ok());
  EXPECT_EQ(Value(out, "SELECT count(*) FROM refpages"), "3");
  const std::string empty = files.Write("empty", "");
  ASSERT_TRUE(ImportFiles({in}, empty).ok());
  EXPECT_EQ(Value(empty, "SELECT count(*) FROM refpages"), "3");
}

// A database that SQLite made, with this schema.
std::string MakeDatabase(const std::string& path, const char* sql) {
  sqlite3* database = nullptr;
  EXPECT_EQ(sqlite3_open(path.c_str(), &database), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(database);
  return path;
}

TEST(ImportFiles, ReplacesADatabaseOfAnOlderVersion) {
  const Files files;
  const std::string out = MakeDatabase(
      files.path("old.db"),
      "CREATE TABLE refpages (id, target_host TEXT, target_path TEXT)");
  ASSERT_TRUE(ImportFiles({files.Write("in", kRows)}, out).ok());
  EXPECT_EQ(Value(out, "SELECT count(*) FROM refpages"), "3");
}

TEST(ImportFiles, NeverReplacesAnotherFile) {
  const Files files;
  const std::string in = files.Write("in", kRows);
  std::filesystem::create_hard_link(in, files.path("hard_link"));
  std::filesystem::create_symlink(in, files.path("symbolic_link"));
  for (const std::string& out :
       {in, files.path("hard_link"), files.path("symbolic_link"),
        files.Write("notes.txt", "notes"),
        files.Write("rows.gz", kRows, Compression::kGzip),
        MakeDatabase(files.path("other.db"), "CREATE TABLE other (id)"),
        MakeDatabase(files.path("like.db"), "CREATE TABLE refpages (id)")}) {
    const std::string before = ReadFile(out);
    const auto rows = ImportFiles({in}, out);
    ASSERT_EQ(rows.status().code(), absl::StatusCode::kInvalidArgument) << out;
    EXPECT_THAT(std::string(rows.status().message()),
                HasSubstr(out + " exists and is not a database"));
    EXPECT_EQ(ReadFile(out), before) << out;
  }
  EXPECT_EQ(ReadFile(in), kRows);
}

TEST(ImportFiles, NeverReplacesWhatIsNoFile) {
  const Files files;
  const std::string in = files.Write("in", kRows);
  std::filesystem::create_directory(files.path("folder"));
  EXPECT_FALSE(ImportFiles({in}, files.path("folder")).ok());
  EXPECT_FALSE(ImportFiles({in}, "/dev/null").ok());
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/null"));
}

TEST(ImportFiles, KeepsFilesWithNamesLikeItsOwn) {
  const Files files;
  const std::string in = files.Write("in", kRows);
  files.Write("out.part", "mine");
  ASSERT_TRUE(ImportFiles({in}, files.path("out")).ok());
  EXPECT_EQ(ReadFile(files.path("out.part")), "mine");
}

TEST(ImportFiles, AcceptsAnEmptyFile) {
  const Files files;
  const auto rows = ImportFiles({files.Write("in", "")}, files.path("out"));
  ASSERT_TRUE(rows.ok()) << rows.status();
  EXPECT_EQ(rows->row_count, 0);
}

TEST(Database, OpensNothingElse) {
  const Files files;
  EXPECT_FALSE(Database::Open(files.path("none")).ok());
  EXPECT_FALSE(Database::Open(files.Write("text", "no database")).ok());
  // Empty files are databases without tables.
  EXPECT_THAT(
      std::string(Database::Open(files.Write("empty", "")).status().message()),
      HasSubstr("no such table"));
}

}  // namespace
}  // namespace backlinks::embedded
