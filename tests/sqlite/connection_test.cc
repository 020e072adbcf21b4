#include "service/sqlite/connection.h"

#include <sqlite3.h>

#include <string>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "tests/support/file/temporary_folder.h"

namespace backlinks::sqlite {
namespace {

constexpr int kCreate = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;

TEST(ConnectionTest, ReadsWhatWasBound) {
  auto connection = Connection::Open(":memory:", kCreate);
  ASSERT_TRUE(connection.ok()) << connection.status();
  auto statement = connection->Prepare("SELECT ?, ?, ?, ?");
  ASSERT_TRUE(statement.ok()) << statement.status();
  const std::string bytes("\0\xff", 2);
  statement->BindBlob(1, bytes);
  statement->BindBlob(2, "");
  statement->BindNumber(3, int64_t{1} << 60);
  statement->Bind(4, SqlValue(std::string("text")));
  auto row = statement->Step();
  ASSERT_TRUE(row.ok() && *row) << row.status();
  EXPECT_EQ(statement->blob(0), bytes);
  EXPECT_EQ(statement->column_type(1), SQLITE_BLOB);
  EXPECT_EQ(statement->blob(1), "");
  EXPECT_EQ(statement->number(2), int64_t{1} << 60);
  EXPECT_EQ(statement->text(3), "text");
  row = statement->Step();
  ASSERT_TRUE(row.ok()) << row.status();
  EXPECT_FALSE(*row);
}

TEST(ConnectionTest, ErrorsHaveCodes) {
  const testing_file::TemporaryFolder folder;
  const std::string text = folder.Write("text", std::string(5000, 'x'));
  auto not_a_database = Connection::Open(text, kCreate);
  ASSERT_TRUE(not_a_database.ok()) << not_a_database.status();
  EXPECT_TRUE(absl::IsDataLoss(not_a_database->Run("CREATE TABLE t (number)")));
  EXPECT_TRUE(absl::IsInternal(not_a_database->Run("no SQL")));
  EXPECT_FALSE(
      Connection::Open(folder.path("none"), SQLITE_OPEN_READWRITE).ok());
}

TEST(ConnectionTest, LockedFileIsUnavailable) {
  const testing_file::TemporaryFolder folder;
  auto first = Connection::Open(folder.path("file"), kCreate);
  auto second = Connection::Open(folder.path("file"), kCreate);
  ASSERT_TRUE(first.ok() && second.ok());
  ASSERT_TRUE(first->Run("BEGIN EXCLUSIVE").ok());
  EXPECT_TRUE(absl::IsUnavailable(second->Run("BEGIN EXCLUSIVE")));
}

TEST(ConnectionTest, FullDatabaseIsExhausted) {
  auto connection = Connection::Open(":memory:", kCreate);
  ASSERT_TRUE(connection.ok()) << connection.status();
  ASSERT_TRUE(connection
                  ->Run("PRAGMA max_page_count = 2;"
                        "CREATE TABLE t (bytes)")
                  .ok());
  EXPECT_TRUE(absl::IsResourceExhausted(
      connection->Run("INSERT INTO t VALUES (zeroblob(100000))")));
}

}  // namespace
}  // namespace backlinks::sqlite
