// Files that SqliteState rejects, and that fail while it runs.
#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <string>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/sqlite/connection.h"
#include "tests/state/child_process.h"
#include "tests/support/file/temporary_folder.h"
#include "tests/support/state/sqlite_backend.h"
#include "tests/support/state/state_client.h"

namespace backlinks::state::testing_state {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

absl::Status ErrorOf(const std::string& file) {
  SqliteOptions options;
  options.file = file;
  return SqliteState::Open(options).status();
}

// Runs SQL on the file as another program does.
void RunSql(const std::string& file, const std::string& sql) {
  auto connection = sqlite::Connection::Open(
      file, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  ASSERT_TRUE(connection.ok()) << connection.status();
  const absl::Status status = connection->Run(sql);
  ASSERT_TRUE(status.ok()) << status;
}

SqliteOptions OptionsOf(const std::string& file) {
  SqliteOptions options;
  options.file = file;
  return options;
}

Counter Day() { return {"day", kNoLimit, absl::Now() + absl::Hours(48)}; }

TEST(SqliteFileTest, OtherVersionIsRejected) {
  const testing_file::TemporaryFolder folder;
  const std::string file = folder.path("state");
  OpenState(OptionsOf(file));
  RunSql(file, "PRAGMA user_version = 7");
  const absl::Status error = ErrorOf(file);
  EXPECT_TRUE(absl::IsFailedPrecondition(error)) << error;
  EXPECT_THAT(std::string(error.message()),
              AllOf(StartsWith(file + ": "), HasSubstr("version 7"),
                    HasSubstr("needs version 1")));
}

TEST(SqliteFileTest, OtherProgramsDatabaseIsRejectedAndUnchanged) {
  const testing_file::TemporaryFolder folder;
  const std::string file = folder.path("state");
  RunSql(file, "CREATE TABLE other (number)");
  const auto content = [&file] {
    std::ifstream in(file, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  const std::string before = content();
  const absl::Status error = ErrorOf(file);
  EXPECT_TRUE(absl::IsFailedPrecondition(error)) << error;
  EXPECT_THAT(std::string(error.message()), HasSubstr("another program"));
  EXPECT_TRUE(content() == before);
}

TEST(SqliteFileTest, TextIsDataLoss) {
  const testing_file::TemporaryFolder folder;
  const std::string file = folder.Write("state", std::string(5000, 'x'));
  const absl::Status error = ErrorOf(file);
  EXPECT_TRUE(absl::IsDataLoss(error)) << error;
  EXPECT_THAT(std::string(error.message()), StartsWith(file + ": "));
}

TEST(SqliteFileTest, MissingFolderIsUnavailable) {
  const testing_file::TemporaryFolder folder;
  const std::string file = folder.path("none") + "/state";
  const absl::Status error = ErrorOf(file);
  EXPECT_TRUE(absl::IsUnavailable(error)) << error;
  EXPECT_THAT(std::string(error.message()), StartsWith(file + ": "));
}

TEST(SqliteFileTest, CorruptPagesAreDataLoss) {
  const testing_file::TemporaryFolder folder;
  const std::string file = folder.path("state");
  {
    const auto state = OpenState(OptionsOf(file));
    StateClient(*state).Reserve(ReservationOf(1, {Day()}));
  }
  // All but the first two pages, which have the schema.
  std::fstream out(file, std::ios::binary | std::ios::in | std::ios::out);
  out.seekp(0, std::ios::end);
  const auto size = static_cast<size_t>(out.tellp());
  constexpr size_t kKept = 8192;
  ASSERT_GT(size, kKept);
  out.seekp(kKept);
  out << std::string(size - kKept, '\x55');
  out.close();
  const auto state = OpenState(OptionsOf(file));
  ASSERT_NE(state, nullptr);
  const Reservation reservation = ReservationOf(1, {Day()});
  const auto reserved = StateClient(*state).Run(state->Reserve(reservation));
  EXPECT_TRUE(absl::IsDataLoss(reserved.status())) << reserved.status();
}

// In a process of its own, because it gives up the rights of root.
TEST(SqliteFileTest, ReadOnlyFileIsRejected) {
  const testing_file::TemporaryFolder folder;
  const std::string file = folder.path("state");
  OpenState(OptionsOf(file));
  ASSERT_EQ(chmod(folder.path().c_str(), 0755), 0);
  ASSERT_EQ(chmod(file.c_str(), 0444), 0);
  ChildProcess child([&file](int) {
    constexpr uid_t kNobody = 65534;
    if (geteuid() == 0 && setuid(kNobody) != 0) return 1;
    const absl::Status error = ErrorOf(file);
    EXPECT_TRUE(absl::IsFailedPrecondition(error)) << error;
    EXPECT_THAT(std::string(error.message()), HasSubstr("read-only"));
    return testing::Test::HasFailure() ? 2 : 0;
  });
  EXPECT_EQ(child.Wait(), 0);
}

bool LimitFileSize(rlim_t size) {
  rlimit limit = {};
  getrlimit(RLIMIT_FSIZE, &limit);
  limit.rlim_cur = size;
  return setrlimit(RLIMIT_FSIZE, &limit) == 0;
}

// Spends on a disk that is full for some time.
int SpendOnFullDisk(const std::string& file) {
  const auto state = OpenState(OptionsOf(file));
  StateClient client(*state);
  const Reservation before = ReservationOf(10, {Day()});
  client.Reserve(before);
  constexpr rlim_t kFull = 4096;  // Less than there is: all writes fail.
  EXPECT_TRUE(LimitFileSize(kFull));
  const auto settled = client.Run(state->Settle(before.id, 3));
  EXPECT_TRUE(absl::IsUnavailable(settled.status())) << settled.status();
  const Reservation other = ReservationOf(10, {Day()});
  const auto reserved = client.Run(state->Reserve(other));
  EXPECT_TRUE(absl::IsUnavailable(reserved.status())) << reserved.status();
  EXPECT_EQ(client.Use("day"), (CounterUse{0, 10}));
  EXPECT_TRUE(LimitFileSize(RLIM_INFINITY));
  EXPECT_TRUE(client.Settle(before.id, 3));
  EXPECT_EQ(client.Use("day"), (CounterUse{3, 0}));
  return testing::Test::HasFailure() ? 2 : 0;
}

TEST(SqliteFileTest, FullDiskLosesNothing) {
  const testing_file::TemporaryFolder folder;
  const std::string file = folder.path("state");
  ChildProcess child([&file](int) {
    signal(SIGXFSZ, SIG_IGN);
    return SpendOnFullDisk(file);
  });
  EXPECT_EQ(child.Wait(), 0);
  const auto state = OpenState(OptionsOf(file));
  EXPECT_EQ(StateClient(*state).Use("day"), (CounterUse{3, 0}));
}

}  // namespace
}  // namespace backlinks::state::testing_state
