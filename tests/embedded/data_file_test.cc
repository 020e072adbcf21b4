#include "service/embedded/data_file.h"

#include <sys/resource.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/embedded/importer.h"
#include "tests/embedded/files.h"
#include "tests/support/file/read_file.h"

namespace backlinks::embedded {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing_embedded::Compression;
using testing_embedded::Files;
using testing_file::ReadFile;

constexpr char kThreeRows[] =
    "{\"url_to\":\"https://a.example/\"}\n"
    "{\"url_to\":\"https://b.example/\"}\n"
    "{\"url_to\":\"https://c.example/\"}\n";

// A value of TMPDIR until the end of the scope.
class TemporaryDirectory {
 public:
  explicit TemporaryDirectory(const std::string& path) {
    setenv("TMPDIR", path.c_str(), 1);
  }
  ~TemporaryDirectory() {
    if (before_.empty()) {
      unsetenv("TMPDIR");
    } else {
      setenv("TMPDIR", before_.c_str(), 1);
    }
  }

 private:
  static std::string Value() {
    const char* const value = std::getenv("TMPDIR");
    return value == nullptr ? "" : value;
  }
  const std::string before_ = Value();
};

// Of the files in the working folder.
std::set<std::string> WorkingFolder() {
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(".")) {
    names.insert(entry.path().filename().string());
  }
  return names;
}

std::string DatabaseBytes() {
  const Files files;
  const auto rows =
      ImportFiles({files.Write("in", kThreeRows)}, files.path("out"));
  EXPECT_TRUE(rows.ok()) << rows.status();
  return ReadFile(files.path("out"));
}

int64_t CountRows(const DataFile& data) {
  auto database = data.Connect();
  EXPECT_TRUE(database.ok()) << database.status();
  if (!database.ok()) return -1;
  auto count = database->Prepare("SELECT count(*) FROM refpages");
  EXPECT_TRUE(count.ok() && count->Step().ok());
  return count->number(0);
}

std::string ErrorOfOpen(const std::string& path) {
  return std::string(DataFile::Open(path).status().message());
}

struct Format {
  const char* name;
  bool is_database;
  Compression compression;
};
class Formats : public ::testing::TestWithParam<Format> {};

TEST_P(Formats, AreReadAndLeaveNoFileWithAName) {
  const Files files;
  const Files temporary;
  const TemporaryDirectory directory(temporary.path(""));
  const std::string path =
      files.Write("data", GetParam().is_database ? DatabaseBytes() : kThreeRows,
                  GetParam().compression);
  const auto data = DataFile::Open(path);
  ASSERT_TRUE(data.ok()) << data.status();
  EXPECT_EQ(CountRows(*data), 3);
  EXPECT_THAT(temporary.names(), IsEmpty());
  EXPECT_THAT(files.names(), ::testing::ElementsAre("data"));
}

INSTANTIATE_TEST_SUITE_P(
    All, Formats,
    ::testing::Values(Format{"sqlite", true, Compression::kNone},
                      Format{"sqlite_gz", true, Compression::kGzip},
                      Format{"sqlite_xz", true, Compression::kXz},
                      Format{"sqlite_zst", true, Compression::kZstd},
                      Format{"sqlite_bz2", true, Compression::kBzip2},
                      Format{"jsonl", false, Compression::kNone},
                      Format{"jsonl_gz", false, Compression::kGzip},
                      Format{"jsonl_xz", false, Compression::kXz},
                      Format{"jsonl_zst", false, Compression::kZstd},
                      Format{"jsonl_bz2", false, Compression::kBzip2}),
    [](const auto& info) { return info.param.name; });

TEST(DataFile, IsReadByManyThreadsAtOnce) {
  const Files files;
  const auto data =
      DataFile::Open(files.Write("data", DatabaseBytes(), Compression::kZstd));
  ASSERT_TRUE(data.ok()) << data.status();
  std::vector<int64_t> counts(8);
  std::vector<std::thread> threads;
  threads.reserve(counts.size());
  for (int64_t& count : counts) {
    threads.emplace_back([&] { count = CountRows(*data); });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(counts, ::testing::Each(3));
}

TEST(DataFile, LeavesLargeSortsToTheFileSystem) {
  const Files files;
  const auto data =
      DataFile::Open(files.Write("data", DatabaseBytes(), Compression::kZstd));
  ASSERT_TRUE(data.ok()) << data.status();
  auto database = data->Connect();
  ASSERT_TRUE(database.ok()) << database.status();
  // Above the cache, so that it is written to a temporary file.
  ASSERT_TRUE(
      database
          ->Run("PRAGMA temp_store = FILE; PRAGMA temp.cache_size = 10;"
                "CREATE TEMP TABLE large AS WITH RECURSIVE numbers(n) AS "
                "(VALUES(1) UNION ALL SELECT n + 1 FROM numbers WHERE n < 9999)"
                " SELECT n, zeroblob(200) FROM numbers")
          .ok());
  auto sum = database->Prepare("SELECT sum(n) FROM large");
  ASSERT_TRUE(sum.ok() && sum->Step().ok());
  EXPECT_EQ(sum->number(0), 9999 * 10000 / 2);
}

TEST(DataFile, DoesNotUseTheWorkingFolderForLackOfTmpdir) {
  const Files files;
  const std::string database = DatabaseBytes();
  const std::string nowhere = files.path("nowhere");
  const TemporaryDirectory directory(nowhere);
  const auto before = WorkingFolder();
  for (const std::string& bytes : {database, std::string(kThreeRows)}) {
    const std::string error =
        ErrorOfOpen(files.Write("data", bytes, Compression::kZstd));
    EXPECT_THAT(error, HasSubstr(nowhere + " (TMPDIR): No such file"));
    EXPECT_THAT(error, HasSubstr(files.path("data")));
  }
  EXPECT_EQ(WorkingFolder(), before);
}

TEST(DataFile, NeedsNoTmpdirForAPlainDatabase) {
  const Files files;
  const std::string path = files.Write("data", DatabaseBytes());
  const TemporaryDirectory directory(files.path("nowhere"));
  const auto data = DataFile::Open(path);
  ASSERT_TRUE(data.ok()) << data.status();
  EXPECT_EQ(CountRows(*data), 3);
}

// Opens the file where no file may grow above a page, as on a full disk.
[[noreturn]] void OpenOnAFullDisk(const std::string& path) {
  constexpr rlimit kOnePage{4096, 4096};
  std::signal(SIGXFSZ, SIG_IGN);
  setrlimit(RLIMIT_FSIZE, &kOnePage);
  std::fputs(ErrorOfOpen(path).c_str(), stderr);
  std::exit(1);
}

TEST(DataFileDeathTest, NamesTheFolderThatIsFull) {
  const Files files;
  const TemporaryDirectory directory(files.path(""));
  const std::string packed =
      files.Write("packed", DatabaseBytes(), Compression::kZstd);
  EXPECT_EXIT(OpenOnAFullDisk(packed), ::testing::ExitedWithCode(1),
              packed + ": cannot write a temporary file in " + files.path("") +
                  " .TMPDIR.: File too large");
  const std::string rows = files.Write("rows", kThreeRows);
  EXPECT_EXIT(OpenOnAFullDisk(rows), ::testing::ExitedWithCode(1),
              rows + ": cannot be imported into " + files.path("") +
                  " .TMPDIR.: database or disk is full");
}

TEST(DataFile, DescribesMalformedCellsOfAnImport) {
  const Files files;
  const std::string rows = files.Write(
      "rows", "{\"url_to\":\"https://a.example/\",\"ahrefs_rank\":\"x\"}\n");
  const auto imported = DataFile::Open(rows);
  ASSERT_TRUE(imported.ok()) << imported.status();
  EXPECT_EQ(imported->import_note(), "1 cell is malformed: ahrefs_rank (1)");

  const auto whole = DataFile::Open(files.Write("whole", kThreeRows));
  ASSERT_TRUE(whole.ok()) << whole.status();
  EXPECT_EQ(whole->import_note(), "");

  ASSERT_TRUE(ImportFiles({rows}, files.path("database")).ok());
  const auto database = DataFile::Open(files.path("database"));
  ASSERT_TRUE(database.ok()) << database.status();
  EXPECT_EQ(database->import_note(), "");
}

TEST(DataFile, ReportsDamage) {
  const Files files;
  const std::string whole =
      ReadFile(files.Write("whole", DatabaseBytes(), Compression::kZstd));
  const std::string cut = files.Write("cut", whole.substr(0, whole.size() - 9));
  EXPECT_THAT(ErrorOfOpen(cut), HasSubstr(cut + ": "));
  std::string flipped = whole;
  for (size_t i = flipped.size() / 2; i < flipped.size(); ++i) {
    flipped[i] ^= '\x55';
  }
  const std::string bad = files.Write("bad", flipped);
  EXPECT_THAT(ErrorOfOpen(bad), HasSubstr(bad + ": "));
}

void MakeDatabase(const std::string& path, const char* sql) {
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &database), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(database);
}

TEST(DataFile, ReportsADatabaseOfAnotherVersion) {
  const Files files;
  const std::string path = files.path("old");
  MakeDatabase(path, "CREATE TABLE refpages (id, target_host, target_path)");
  EXPECT_EQ(ErrorOfOpen(path),
            path +
                ": made by another version of the importer; import the rows "
                "again");
}

TEST(DataFile, HasAnotherVersionOnceItIsReplaced) {
  const Files files;
  const std::string path = files.Write("database", DatabaseBytes());
  const auto data = DataFile::Open(path);
  ASSERT_TRUE(data.ok()) << data.status();
  const std::string version = data->Version();
  EXPECT_NE(version, "");
  EXPECT_EQ(data->Version(), version);
  std::filesystem::rename(files.Write("next", DatabaseBytes()), path);
  EXPECT_NE(data->Version(), version);
  std::filesystem::remove(path);
  EXPECT_EQ(data->Version(), "");
}

TEST(DataFile, ReportsADatabaseWithoutTheTable) {
  const Files files;
  const std::string path = files.path("other");
  MakeDatabase(path,
               "PRAGMA user_version = 1; CREATE TABLE refpages_of_others (id)");
  EXPECT_EQ(ErrorOfOpen(path), path + ": no such table: refpages");
  const std::string packed =
      files.Write("packed", ReadFile(path), Compression::kZstd);
  EXPECT_EQ(ErrorOfOpen(packed), packed + ": no such table: refpages");
}

TEST(DataFile, ReportsAFileThatDoesNotExist) {
  const Files files;
  EXPECT_EQ(ErrorOfOpen(files.path("none")),
            files.path("none") + ": No such file or directory");
}

}  // namespace
}  // namespace backlinks::embedded
