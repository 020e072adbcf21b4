// Processes that are killed while they spend.
#include <unistd.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "fmt/format.h"
#include "gtest/gtest.h"
#include "tests/state/child_process.h"
#include "tests/support/file/temporary_folder.h"
#include "tests/support/random_source.h"
#include "tests/support/state/sqlite_backend.h"
#include "tests/support/state/state_client.h"

namespace backlinks::state::testing_state {
namespace {

constexpr int64_t kReserved = 10;
constexpr int64_t kSpent = 3;
constexpr char kAll[] = "all";

Counter CounterOf(const std::string& name) {
  return {name, kNoLimit, absl::Now() + absl::Hours(48)};
}

// Reserves and settles for ever. Writes a byte after each operation.
int Spend(const std::string& file, const std::string& counter, int pipe) {
  SqliteOptions options;
  options.file = file;
  options.timeout = absl::Seconds(60);
  const auto state = OpenState(options);
  StateClient client(*state);
  for (int i = 0;; ++i) {
    Reservation reservation =
        ReservationOf(kReserved, {CounterOf(counter), CounterOf(kAll)});
    // Processes that were forked draw the same random ids.
    reservation.id = fmt::format("{} {}", counter, i);
    if (client.Reserve(reservation)) return 1;
    if (write(pipe, "r", 1) != 1) return 1;
    if (!client.Settle(reservation.id, kSpent)) return 1;
    if (write(pipe, "s", 1) != 1) return 1;
  }
}

// Whether the counter has all that was acknowledged, and no more than the one
// operation that was running.
testing::AssertionResult Matches(const CounterUse& use, std::string_view acks) {
  const int64_t settled = std::count(acks.begin(), acks.end(), 's') * kSpent;
  const bool is_reserved = acks.ends_with('r');
  const CounterUse idle = {settled, 0};
  const CounterUse reserved = {settled, kReserved};
  const CounterUse spent = {settled + kSpent, 0};
  if (use == reserved || use == (is_reserved ? spent : idle)) {
    return testing::AssertionSuccess();
  }
  return testing::AssertionFailure()
         << acks.size() << " operations, spent " << use.spent << ", reserved "
         << use.reserved;
}

TEST(SqliteKillTest, KilledProcessesLoseNothing) {
  testing_support::RandomSource random(testing_support::PrintedSeed());
  for (int round = 0; round < 12; ++round) {
    SCOPED_TRACE(round);
    const testing_file::TemporaryFolder folder;
    const std::string file = folder.path("state");
    std::string acks_a, acks_b;
    {
      ChildProcess a([&](int pipe) { return Spend(file, "a", pipe); });
      ChildProcess b([&](int pipe) { return Spend(file, "b", pipe); });
      EXPECT_TRUE(a.AwaitBytes(static_cast<size_t>(1 + random.Below(200))));
      absl::SleepFor(absl::Microseconds(random.Below(3000)));
      acks_a = a.Kill();
      EXPECT_TRUE(b.AwaitBytes(static_cast<size_t>(1 + random.Below(400))));
      acks_b = b.Kill();
    }
    SqliteOptions options;
    options.file = file;
    const auto state = OpenState(options);
    StateClient client(*state);
    EXPECT_TRUE(Matches(client.Use("a"), acks_a));
    EXPECT_TRUE(Matches(client.Use("b"), acks_b));
    EXPECT_EQ(client.Use(kAll).used(),
              client.Use("a").used() + client.Use("b").used());
  }
}

}  // namespace
}  // namespace backlinks::state::testing_state
