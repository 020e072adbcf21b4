// What SqliteState does besides the contract of SharedState.
#include "service/state/sqlite_state.h"

#include <sqlite3.h>

#include <chrono>
#include <exception>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "boost/asio/co_spawn.hpp"
#include "boost/asio/detached.hpp"
#include "boost/asio/io_context.hpp"
#include "gtest/gtest.h"
#include "service/sqlite/connection.h"
#include "tests/support/file/temporary_folder.h"
#include "tests/support/state/settable_clock.h"
#include "tests/support/state/sqlite_backend.h"
#include "tests/support/state/state_client.h"

namespace backlinks::state::testing_state {
namespace {

namespace asio = boost::asio;

constexpr absl::Duration kLong = absl::Hours(1);

class SqliteStateTest : public testing::Test {
 protected:
  SqliteOptions Options() {
    SqliteOptions options;
    options.file = folder_.path("state");
    options.now = [this] { return clock_.Now(); };
    return options;
  }
  Counter CounterOf(const std::string& name) {
    return {name, kNoLimit, clock_.Now() + absl::Hours(48)};
  }
  // A connection of another program to the file.
  sqlite::Connection Connect() {
    auto connection =
        sqlite::Connection::Open(folder_.path("state"), SQLITE_OPEN_READWRITE);
    EXPECT_TRUE(connection.ok()) << connection.status();
    return *std::move(connection);
  }

  SettableClock clock_;
  const testing_file::TemporaryFolder folder_;
};

TEST_F(SqliteStateTest, FileKeepsEverything) {
  const Reservation settled = ReservationOf(30, {CounterOf("day")});
  const Reservation open = ReservationOf(5, {CounterOf("day")});
  const TokenBucket bucket = {1, absl::Minutes(1), 1};
  {
    const auto state = OpenState(Options());
    StateClient client(*state);
    client.Put("key", "value", kLong);
    client.Acquire("page", "a", kLong);
    client.Reserve(settled);
    client.Reserve(open);
    client.Settle(settled.id, 20);
    client.Take("bucket", bucket);
  }
  const auto state = OpenState(Options());
  StateClient client(*state);
  EXPECT_EQ(client.GetBytes("key"), "value");
  EXPECT_EQ(client.Acquire("page", "b", kLong).held_for, kLong);
  EXPECT_EQ(client.Use("day"), (CounterUse{20, 5}));
  EXPECT_TRUE(client.Settle(open.id, 1));
  EXPECT_EQ(client.Take("bucket", bucket), absl::Minutes(1));
}

TEST_F(SqliteStateTest, MemoryEndsWithTheObject) {
  SqliteOptions options = Options();
  options.file = "";
  StateClient(*OpenState(options)).Put("key", "value", kLong);
  const auto state = OpenState(options);
  EXPECT_FALSE(StateClient(*state).Get("key").has_value());
}

TEST_F(SqliteStateTest, OldestValuesAreRemovedFirst) {
  SqliteOptions options = Options();
  options.max_value_bytes = 1000;
  const auto state = OpenState(options);
  StateClient client(*state);
  for (const char* const key : {"a", "b", "c"}) {
    client.Put(key, std::string(300, *key), kLong);
  }
  EXPECT_EQ(client.GetBytes("a"), std::string(300, 'a'));
  client.Put("a", std::string(300, 'A'), kLong);  // Now the newest.
  client.Put("d", std::string(300, 'd'), kLong);
  EXPECT_EQ(client.GetBytes("b"), "(none)");
  EXPECT_EQ(client.GetBytes("c"), std::string(300, 'c'));
  client.Put("e", std::string(999, 'e'), kLong);
  EXPECT_EQ(client.GetBytes("e"), std::string(999, 'e'));
  EXPECT_EQ(client.GetBytes("d"), "(none)");
}

TEST_F(SqliteStateTest, ValueAboveTheBoundReplacesWithNothing) {
  SqliteOptions options = Options();
  options.max_value_bytes = 1000;
  const auto state = OpenState(options);
  StateClient client(*state);
  client.Put("a", "small", kLong);
  client.Put("b", "small", kLong);
  client.Put("a", std::string(1000, 'a'), kLong);
  EXPECT_EQ(client.GetBytes("a"), "(none)");
  EXPECT_EQ(client.GetBytes("b"), "small");
}

TEST_F(SqliteStateTest, LockedFileIsUnavailable) {
  SqliteOptions options = Options();
  options.timeout = absl::Milliseconds(200);
  const auto state = OpenState(options);
  StateClient client(*state);
  const Reservation reservation = ReservationOf(1, {CounterOf("day")});
  sqlite::Connection other = Connect();
  ASSERT_TRUE(other.Run("BEGIN IMMEDIATE").ok());
  const auto failed = client.Run(state->Reserve(reservation));
  EXPECT_TRUE(absl::IsUnavailable(failed.status())) << failed.status();
  ASSERT_TRUE(other.Run("ROLLBACK").ok());
  absl::StatusOr<bool> settled = client.Run(state->Settle(reservation.id, 1));
  while (absl::IsUnavailable(settled.status())) {
    settled = client.Run(state->Settle(reservation.id, 1));
  }
  ASSERT_TRUE(settled.ok()) << settled.status();
  EXPECT_FALSE(*settled);
}

TEST_F(SqliteStateTest, QueueIsBounded) {
  SqliteOptions options = Options();
  options.timeout = absl::Minutes(1);
  const auto state = OpenState(options);
  sqlite::Connection other = Connect();
  ASSERT_TRUE(other.Run("BEGIN IMMEDIATE").ok());
  asio::io_context io;
  absl::Status rejected;
  const auto on_result = [&](const std::exception_ptr&, const auto& result) {
    if (result.ok()) return;
    EXPECT_TRUE(!rejected.ok() || other.Run("ROLLBACK").ok());
    rejected = result.status();
  };
  // The thread may have taken as many as the queue holds.
  for (size_t i = 0; i <= 2 * SqliteWorker::kMaxJobs; ++i) {
    asio::co_spawn(io, state->GetValue("key"), on_result);
  }
  io.run_for(std::chrono::seconds(60));
  EXPECT_TRUE(absl::IsUnavailable(rejected)) << rejected;
}

// The thread finishes the operation when there is no executor any more.
TEST_F(SqliteStateTest, ExecutorMayEndBeforeTheOperation) {
  const auto state = OpenState(Options());
  sqlite::Connection other = Connect();
  ASSERT_TRUE(other.Run("BEGIN IMMEDIATE").ok());
  {
    asio::io_context io;
    asio::co_spawn(io, state->PutValue("key", "value", kLong), asio::detached);
    io.poll();
  }
  ASSERT_TRUE(other.Run("ROLLBACK").ok());
  EXPECT_FALSE(StateClient(*state).Get("unknown").has_value());
}

// A change that another process kept out of the file gets there without another
// change.
TEST_F(SqliteStateTest, CheckpointIsTriedAgain) {
  const auto state = OpenState(Options());
  StateClient client(*state);
  sqlite::Connection other = Connect();
  ASSERT_TRUE(other.Run("BEGIN; SELECT count(*) FROM value").ok());
  client.Put("needle", "value", kLong);
  const auto is_in_file = [this] {
    std::ifstream in(folder_.path("state"), std::ios::binary);
    const std::string content(std::istreambuf_iterator<char>(in), {});
    return content.find("needle") != content.npos;
  };
  absl::SleepFor(absl::Seconds(2));  // Longer than until the first attempt.
  EXPECT_FALSE(is_in_file());
  ASSERT_TRUE(other.Run("ROLLBACK").ok());
  const absl::Time deadline = absl::Now() + absl::Minutes(1);
  while (!is_in_file() && absl::Now() < deadline) {
    absl::SleepFor(absl::Milliseconds(50));
  }
  EXPECT_TRUE(is_in_file());
}

TEST_F(SqliteStateTest, RemovesWhatHasEnded) {
  const auto state = OpenState(Options());
  StateClient client(*state);
  client.Put("key", "value", kLong);
  client.Acquire("page", "a", kLong);
  client.Reserve(ReservationOf(1, {CounterOf("day")}));
  client.Take("bucket", {1, absl::Seconds(1), 1});
  clock_.Advance(absl::Hours(49));
  client.Acquire("page2", "a", kLong);  // Changes lead to maintenance.
  sqlite::Connection other = Connect();
  auto rows = other.Prepare(
      "SELECT (SELECT count(*) FROM value) + (SELECT count(*) FROM lease) + "
      "(SELECT count(*) FROM counter) + (SELECT count(*) FROM reservation) + "
      "(SELECT count(*) FROM bucket)");
  ASSERT_TRUE(rows.ok()) << rows.status();
  const absl::Time deadline = absl::Now() + absl::Minutes(1);
  int64_t count = 0;
  do {
    absl::SleepFor(absl::Milliseconds(50));
    rows->Reset();
    ASSERT_TRUE(rows->Step().ok());
    count = rows->number(0);
  } while (count != 1 && absl::Now() < deadline);
  EXPECT_EQ(count, 1);
}

}  // namespace
}  // namespace backlinks::state::testing_state
