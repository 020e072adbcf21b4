#include "service/telemetry/span_queue.h"

#include <thread>

#include "fmt/format.h"
#include "gtest/gtest.h"

namespace backlinks::telemetry {
namespace {

Span Named(int number) {
  Span span;
  span.name = fmt::to_string(number);
  return span;
}

TEST(SpanQueue, ReturnsTheOldestFirstUpToTheRequestedCount) {
  SpanQueue queue(10);
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(queue.Push(Named(i)));
  const auto first = queue.Take(3, absl::Hours(1));
  ASSERT_EQ(first.size(), 3u);
  EXPECT_EQ(first[0].name, "0");
  EXPECT_EQ(first[2].name, "2");
  EXPECT_EQ(queue.Take(3, absl::ZeroDuration()).size(), 2u);
}

TEST(SpanQueue, RejectsWhatIsAboveItsCapacity) {
  SpanQueue queue(2);
  EXPECT_TRUE(queue.Push(Named(0)));
  EXPECT_TRUE(queue.Push(Named(1)));
  EXPECT_FALSE(queue.Push(Named(2)));
  EXPECT_EQ(queue.Take(1, absl::ZeroDuration()).size(), 1u);
  EXPECT_TRUE(queue.Push(Named(3)));
}

TEST(SpanQueue, ClosedReturnsTheRestAndAcceptsNothing) {
  SpanQueue queue(2);
  EXPECT_TRUE(queue.Push(Named(0)));
  queue.Close();
  EXPECT_FALSE(queue.Push(Named(1)));
  EXPECT_EQ(queue.Take(9, absl::Hours(1)).size(), 1u);
  EXPECT_TRUE(queue.Take(9, absl::Hours(1)).empty());
}

TEST(SpanQueue, WakesWaitingThreads) {
  SpanQueue queue(4);
  std::thread pushing([&queue] {
    for (int i = 0; i < 3; ++i) queue.Push(Named(i));
  });
  EXPECT_EQ(queue.Take(3, absl::Hours(1)).size(), 3u);
  pushing.join();
}

}  // namespace
}  // namespace backlinks::telemetry
