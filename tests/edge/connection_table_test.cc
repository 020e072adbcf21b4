#include "service/edge/connection_table.h"

#include <sys/socket.h>
#include <unistd.h>

#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "tests/edge/loopback.h"

namespace backlinks::edge {
namespace {

using Clock = ConnectionTable::Clock;
using std::chrono::seconds;

const PeerName kPeer = {"ipv4:192.0.2.1:5", "192.0.2.1"};
const PeerName kOtherPort = {"ipv4:192.0.2.1:6", "192.0.2.1"};
const PeerName kOtherHost = {"ipv4:192.0.2.2:5", "192.0.2.2"};
const PeerName kUnix = {"unix:", ""};
constexpr Clock::time_point kStart;

ConnectionRules Rules() {
  return {.request_timeout = absl::Seconds(10), .max_idle = absl::Seconds(60)};
}

std::optional<CloseReason> Offense(ConnectionTable& table, seconds after) {
  const auto offenders = table.CloseOffenders(kStart + after);
  if (offenders.empty()) return std::nullopt;
  EXPECT_EQ(offenders.size(), 1u);
  EXPECT_EQ(offenders.front().peer, kPeer.name);
  return offenders.front().reason;
}

TEST(ConnectionTable, CountsAllAndEachPeer) {
  ConnectionTable table({.total = 3, .per_peer = 1}, Rules());
  EXPECT_EQ(table.WhyFull(kPeer), std::nullopt);
  const uint64_t id = table.Add(kPeer, {}, kStart);
  EXPECT_EQ(table.WhyFull(kOtherPort), RefusalReason::kPerPeer);
  EXPECT_EQ(table.WhyFull(kOtherHost), std::nullopt);
  table.Add(kUnix, {}, kStart);
  EXPECT_EQ(table.WhyFull(kUnix), std::nullopt);
  table.Add(kUnix, {}, kStart);
  EXPECT_EQ(table.WhyFull(kUnix), RefusalReason::kMaxConnections);
  EXPECT_EQ(table.size(), 3);
  table.Remove(id);
  table.Remove(id);
  EXPECT_EQ(table.size(), 2);
  EXPECT_EQ(table.WhyFull(kOtherPort), std::nullopt);
}

TEST(ConnectionTable, ShutsDownWhoSendsNoRequest) {
  int ends[2] = {};
  ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
  const FileDescriptor client(ends[0]);
  ConnectionTable table({10, 10}, Rules());
  table.Add(kPeer, FileDescriptor(ends[1]), kStart);
  table.OnCallBegin(kOtherHost.name);
  EXPECT_EQ(Offense(table, seconds(10)), std::nullopt);
  EXPECT_EQ(Offense(table, seconds(11)), CloseReason::kFirstRequestTimeout);
  char byte = 0;
  EXPECT_EQ(read(client.get(), &byte, 1), 0) << "the end";
  EXPECT_EQ(Offense(table, seconds(12)), std::nullopt) << "only once";
}

TEST(ConnectionTable, KnowsWhenItIsCrowded) {
  for (const ConnectionLimits limits :
       {ConnectionLimits{4, 3}, ConnectionLimits{3, 9},
        ConnectionLimits{9, 3}}) {
    ConnectionTable table(limits, Rules());
    table.OnCallBegin(kUnix.name);
    table.Add(kPeer, {}, kStart);
    EXPECT_EQ(Offense(table, seconds(3)), std::nullopt);
    table.Add(kUnix, {}, kStart);
    table.Add(kOtherPort, {}, kStart + seconds(9));
    table.Add(kOtherPort, {}, kStart + seconds(9));
    EXPECT_EQ(Offense(table, seconds(9)), CloseReason::kFirstRequestTimeout)
        << limits.total << " " << limits.per_peer;
  }
}

TEST(ConnectionTable, SparesWhoDoes) {
  ConnectionTable table({10, 10}, Rules());
  table.Add(kPeer, {}, kStart);
  table.OnCallBegin(kPeer.name);
  table.OnRequest(kPeer.name, 9);
  // The clock of reports is the real one: long after kStart.
  EXPECT_EQ(Offense(table, seconds(20)), std::nullopt);
}

TEST(ConnectionTable, ShutsDownAtOnceWhoCancelsTooMuch) {
  int ends[2] = {};
  ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
  const FileDescriptor client(ends[0]);
  ConnectionTable table({10, 10}, Rules());
  table.Add(kPeer, FileDescriptor(ends[1]), Clock::now());
  for (int i = 0; i < 500; ++i) {
    table.OnCallBegin(kPeer.name);
    table.OnRequest(kPeer.name, 9);
    table.OnCallEnd(kPeer.name, {.reset = true, .has_request = true});
  }
  char byte = 0;
  EXPECT_EQ(read(client.get(), &byte, 1), 0) << "the end";
  EXPECT_EQ(Offense(table, seconds(1)), CloseReason::kResets);
  EXPECT_EQ(Offense(table, seconds(2)), std::nullopt) << "only once";
}

TEST(ConnectionTable, ReturnsOffendersThatEndBeforeTheyAreFound) {
  ConnectionRules rules = Rules();
  rules.max_running_calls = 0;
  ConnectionTable table({10, 10}, rules);
  const uint64_t id = table.Add(kPeer, {}, Clock::now());
  EXPECT_FALSE(table.Remove(table.Add(kOtherPort, {}, Clock::now())).offender);
  table.OnCallBegin(kPeer.name);
  const auto removed = table.Remove(id);
  ASSERT_TRUE(removed.offender);
  EXPECT_EQ(removed.offender->peer, kPeer.name);
  EXPECT_EQ(removed.offender->reason, CloseReason::kCalls);
}

TEST(ConnectionTable, FindsTooManyCallsAtOnce) {
  ConnectionRules rules = Rules();
  rules.max_running_calls = 2;
  ConnectionTable table({10, 10}, rules);
  table.Add(kPeer, {}, Clock::now());
  table.Add(kUnix, {}, Clock::now());
  for (int i = 0; i < 5; ++i) {
    EXPECT_TRUE(table.CloseOffenders(Clock::now()).empty()) << i;
    EXPECT_EQ(table.OnCallBegin(kPeer.name), i < 4);
    EXPECT_TRUE(table.OnCallBegin(kUnix.name));
  }
  const auto offenders = table.CloseOffenders(Clock::now());
  ASSERT_EQ(offenders.size(), 1u);
  EXPECT_EQ(offenders.front().reason, CloseReason::kCalls);
}

TEST(ConnectionTable, RejectsCallsThatAreReportedAfterTheEnd) {
  ConnectionTable table({10, 10}, Rules());
  const uint64_t id = table.Add(kPeer, {}, Clock::now());
  EXPECT_TRUE(table.OnCallBegin(kPeer.name));
  EXPECT_FALSE(table.OnCallBegin(kOtherPort.name));
  table.Remove(id);
  EXPECT_FALSE(table.OnCallBegin(kPeer.name));
  EXPECT_TRUE(table.OnCallBegin(kUnix.name)) << "nothing is known of it";
}

TEST(ConnectionTable, RejectsCallsOfAConnectionThatIsBeingClosed) {
  ConnectionTable table({10, 10}, Rules());
  table.Add(kPeer, {}, kStart);
  EXPECT_EQ(Offense(table, seconds(11)), CloseReason::kFirstRequestTimeout);
  EXPECT_FALSE(table.OnCallBegin(kPeer.name));
  // The client uses its port again before the end is seen.
  table.Add(kPeer, {}, Clock::now());
  EXPECT_TRUE(table.OnCallBegin(kPeer.name));
}

TEST(ConnectionTable, DiscardsWhatAnOffenderHasSent) {
  const testing_edge::Loopback connection;
  ConnectionTable table({10, 10}, Rules());
  table.Add(kPeer, FileDescriptor(dup(connection.server.get())), kStart);
  connection.Send(1000);
  EXPECT_EQ(Offense(table, seconds(11)), CloseReason::kFirstRequestTimeout);
  char byte = 0;
  EXPECT_EQ(recv(connection.server.get(), &byte, 1, MSG_DONTWAIT), 0);
}

TEST(ConnectionTable, FindsRequestsThatAreTooLarge) {
  constexpr int kPieces = 30;
  constexpr size_t kPiece = 64 << 10;
  const testing_edge::Loopback connection;
  const auto now = Clock::now();  // However long the pieces take.
  ConnectionTable table({10, 10}, Rules());
  table.Add(kPeer, FileDescriptor(dup(connection.server.get())), now);
  table.OnCallBegin(kPeer.name);
  for (int i = 0; i < kPieces; ++i) {
    connection.Send(kPiece);
    connection.Receive(kPiece);
    EXPECT_TRUE(table.CloseOffenders(now).empty());
    EXPECT_TRUE(table.TakeLargeRequests().empty()) << i;
  }
  EXPECT_TRUE(table.CloseOffenders(now + seconds(1)).empty());
  const ConnectionTable::LargeRequests expected = {kPeer.name, 1};
  EXPECT_EQ(table.TakeLargeRequests(), std::vector{expected});
  EXPECT_TRUE(table.TakeLargeRequests().empty());
}

// Whether a connection is closed at once that has received too much, with so
// many calls that ended like this.
bool IsFlood(const CallEnd& end) {
  constexpr size_t kPiece = 16 << 10;
  const testing_edge::Loopback connection;
  const auto now = Clock::now();
  ConnectionTable table({10, 10}, Rules());
  table.Add(kPeer, FileDescriptor(dup(connection.server.get())), now);
  for (int i = 0; i < 40; ++i) {
    connection.Send(kPiece);
    connection.Receive(kPiece);
    table.OnCallBegin(kPeer.name);
    table.OnCallEnd(kPeer.name, end);
  }
  return !table.CloseOffenders(now).empty();
}

TEST(ConnectionTable, KeepsWhoseCallsTheServerRejects) {
  EXPECT_FALSE(IsFlood({.rejected = true}));
  EXPECT_TRUE(IsFlood({}));
  EXPECT_TRUE(IsFlood({.reset = true, .rejected = true}));
}

TEST(ConnectionTable, KnowsNothingOfUnixSockets) {
  ConnectionTable table({10, 10}, Rules());
  table.Add(kUnix, {}, kStart);
  table.OnCallBegin(kUnix.name);
  EXPECT_TRUE(table.CloseOffenders(kStart + std::chrono::hours(9)).empty());
}

TEST(ConnectionTable, IsUsedByManyThreads) {
  ConnectionTable table({1000, 1000}, Rules());
  std::vector<std::thread> callers;
  callers.reserve(3);
  for (int t = 0; t < 3; ++t) {
    callers.emplace_back([&table] {
      for (int i = 0; i < 500; ++i) {
        table.OnCallBegin(kPeer.name);
        table.OnRequest(kPeer.name, 9);
        table.OnCallEnd(kPeer.name, {.reset = i % 2 == 0, .has_request = true});
        EXPECT_LE(table.size(), 2);
      }
    });
  }
  for (int i = 0; i < 500; ++i) {
    const uint64_t id = table.Add(kPeer, {}, Clock::now());
    table.CloseOffenders(Clock::now());
    table.Remove(id);
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(table.size(), 0);
}

}  // namespace
}  // namespace backlinks::edge
