#include "service/embedded/importer.h"

#include <filesystem>
#include <string>

#include "fmt/format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/embedded/database.h"
#include "tests/embedded/files.h"

namespace backlinks {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;
using testing_embedded::Compression;
using testing_embedded::Files;
using testing_embedded::ReadFile;

constexpr char kRows[] =
    "{\"url_to\":\"https://a.example/\",\"ahrefs_rank\":1}\n"
    "\r\n\n"
    "{\"url_to\":\"https://b.example/x?y\",\"nofollow\":true,\"more\":[{}]}\r\n"
    "{\"url_to\":\"https://c.example\",\"first_seen\":\"2013-10-26\"}";

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
  const auto rows = ImportJsonl({in, in}, out);
  ASSERT_TRUE(rows.ok()) << rows.status();
  EXPECT_EQ(*rows, 6);
  EXPECT_EQ(Value(out, "SELECT count(*) FROM refpages"), "6");
  EXPECT_EQ(Value(out, "SELECT count(*) FROM refpages WHERE nofollow"), "2");
  EXPECT_EQ(Value(out, "SELECT first_seen FROM refpages WHERE id = 3"),
            "2013-10-26T00:00:00Z");
  EXPECT_EQ(Value(out, "SELECT target_host FROM refpages WHERE id = 2"),
            "example.b.");
  EXPECT_EQ(Value(out, "SELECT target_path FROM refpages WHERE id = 2"),
            "/x?y");
  EXPECT_EQ(Value(out, "SELECT target_path FROM refpages WHERE id = 3"), "/");
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

TEST_P(BadLine, IsToldWithItsPlaceAndLeavesWhatWasThere) {
  const Files files;
  const std::string good = "{\"url_to\":\"https://a.example/\"}\n";
  const std::string in =
      files.Write("in", good + "\n" + GetParam().line + "\n" + good);
  const std::string out = files.path("out");
  ASSERT_TRUE(ImportJsonl({files.Write("old", good)}, out).ok());
  const auto rows = ImportJsonl({in}, out);
  ASSERT_EQ(rows.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(rows.status().message()),
              HasSubstr(fmt::format("{}:3: {}", in, GetParam().text)));
  EXPECT_EQ(Value(out, "SELECT count(*) FROM refpages"), "1");
  EXPECT_THAT(files.names(), UnorderedElementsAre("in", "old", "out"));
}

INSTANTIATE_TEST_SUITE_P(
    All, BadLine,
    ::testing::Values(
        Mistake{"not_json", "{\"url_to\":", ""},
        Mistake{"two_values", "{} {}", ""},
        Mistake{"not_an_object", "[1]", "not an object"},
        Mistake{"no_url_to", "{}", "url_to is missing"},
        Mistake{"null_url_to", "{\"url_to\":null}", "url_to is missing"},
        Mistake{"text_for_int", R"({"url_to":"a","ahrefs_rank":"1"})",
                "ahrefs_rank is not of type int"},
        Mistake{"real_for_int", R"({"url_to":"a","ahrefs_rank":1.5})",
                "ahrefs_rank is not of type int"},
        Mistake{"int_for_bool", R"({"url_to":"a","nofollow":1})",
                "nofollow is not of type boolean"},
        Mistake{"int_for_text", R"({"url_to":"a","title":1})",
                "title is not of type string"},
        Mistake{"no_date", R"({"url_to":"a","first_seen":"2013-13-01"})",
                "first_seen is not of type date"}),
    [](const auto& info) { return info.param.name; });

TEST(ImportJsonl, TellsWhatCannotBeReadOrWritten) {
  const Files files;
  const auto none = ImportJsonl({files.path("none")}, files.path("out"));
  EXPECT_THAT(std::string(none.status().message()),
              HasSubstr(files.path("none")));
  const std::string in = files.Write("in", kRows);
  const auto nowhere = ImportJsonl({in}, files.path("no/such/folder"));
  EXPECT_FALSE(nowhere.ok());
  EXPECT_FALSE(files.exists("out"));
}

TEST(ImportJsonl, TellsThatACompressionIsDamaged) {
  const Files files;
  const std::string row = "{\"url_to\":\"https://a.example/\"}\n";
  std::string rows;
  for (int i = 0; i < 1000; ++i) rows += row;
  const std::string bytes =
      ReadFile(files.Write("whole", rows, Compression::kXz));
  const std::string cut = files.Write("cut", bytes.substr(0, bytes.size() / 2));
  const auto result = ImportJsonl({cut}, files.path("out"));
  EXPECT_FALSE(result.ok());
  EXPECT_THAT(std::string(result.status().message()), HasSubstr(cut));
  EXPECT_FALSE(files.exists("out"));
}

TEST(ImportJsonl, HoldsItsLimitOfALine) {
  const Files files;
  const std::string in = files.Write("in", std::string(18 << 20, ' '));
  const auto result = ImportJsonl({in}, files.path("out"));
  EXPECT_THAT(std::string(result.status().message()),
              EndsWith(":1: a line above 16777216 bytes"));
}

TEST(ImportJsonl, ReplacesItsOwnDatabaseOrAnEmptyFile) {
  const Files files;
  const std::string in = files.Write("in", kRows);
  const std::string out = files.path("out");
  ASSERT_TRUE(ImportJsonl({in, in}, out).ok());
  ASSERT_TRUE(ImportJsonl({in}, out).ok());
  EXPECT_EQ(Value(out, "SELECT count(*) FROM refpages"), "3");
  const std::string empty = files.Write("empty", "");
  ASSERT_TRUE(ImportJsonl({in}, empty).ok());
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

TEST(ImportJsonl, NeverReplacesAnotherFile) {
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
    const auto rows = ImportJsonl({in}, out);
    ASSERT_EQ(rows.status().code(), absl::StatusCode::kInvalidArgument) << out;
    EXPECT_THAT(std::string(rows.status().message()),
                HasSubstr(out + " exists and is not a database"));
    EXPECT_EQ(ReadFile(out), before) << out;
  }
  EXPECT_EQ(ReadFile(in), kRows);
}

TEST(ImportJsonl, NeverReplacesWhatIsNoFile) {
  const Files files;
  const std::string in = files.Write("in", kRows);
  std::filesystem::create_directory(files.path("folder"));
  EXPECT_FALSE(ImportJsonl({in}, files.path("folder")).ok());
  EXPECT_FALSE(ImportJsonl({in}, "/dev/null").ok());
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/null"));
}

TEST(ImportJsonl, KeepsFilesWithNamesLikeItsOwn) {
  const Files files;
  const std::string in = files.Write("in", kRows);
  files.Write("out.part", "mine");
  ASSERT_TRUE(ImportJsonl({in}, files.path("out")).ok());
  EXPECT_EQ(ReadFile(files.path("out.part")), "mine");
}

TEST(ImportJsonl, TakesAnEmptyFile) {
  const Files files;
  const auto rows = ImportJsonl({files.Write("in", "")}, files.path("out"));
  ASSERT_TRUE(rows.ok()) << rows.status();
  EXPECT_EQ(*rows, 0);
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
}  // namespace backlinks
