#include "service/edge/byte_counts.h"

#include <poll.h>

#include "gtest/gtest.h"
#include "tests/edge/loopback.h"

namespace backlinks::edge {
namespace {

TEST(ReadByteCounts, CountsBytesOnceTheyAreRead) {
  constexpr size_t kBytes = 10'000;
  const testing_edge::Loopback connection;
  const int server = connection.server.get();
  connection.Send(kBytes);
  pollfd readable = {.fd = server, .events = POLLIN, .revents = 0};
  ASSERT_EQ(poll(&readable, 1, -1), 1);
  EXPECT_EQ(ReadByteCounts(server).received, 0);
  connection.Receive(kBytes / 2);
  connection.Receive(kBytes / 2);
  EXPECT_EQ(ReadByteCounts(server).received, kBytes);
  EXPECT_GE(ReadByteCounts(connection.client.get()).sent, kBytes);
}

TEST(ReadByteCounts, IsZeroForWhatIsNoSocket) {
  const ByteCounts counts = ReadByteCounts(-1);
  EXPECT_EQ(counts.received, 0);
  EXPECT_EQ(counts.sent, 0);
}

}  // namespace
}  // namespace backlinks::edge
