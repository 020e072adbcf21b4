#include "service/stream/open_streams.h"

#include <list>

#include "gtest/gtest.h"

namespace backlinks::stream {
namespace {

constexpr size_t kMax = 384 << 10;

class OpenStreamsTest : public testing::Test {
 protected:
  void Open(size_t count) {
    while (open_.size() < count) open_.emplace_back(streams_);
  }

  OpenStreams streams_;
  std::list<OpenStreams::Stream> open_;
};

TEST_F(OpenStreamsTest, FewHaveTheLargestMessages) {
  EXPECT_EQ(streams_.MessageBytes(kMax), kMax);
  Open(OpenStreams::kAllMessageBytes / kMax);
  EXPECT_EQ(streams_.MessageBytes(kMax), kMax);
  EXPECT_EQ(streams_.PieceBytes(), OpenStreams::kPieceBytes);
}

TEST_F(OpenStreamsTest, MoreShareTheBytes) {
  Open(OpenStreams::kAllMessageBytes / (128 << 10));
  EXPECT_EQ(streams_.MessageBytes(kMax), 128u << 10);
  EXPECT_EQ(streams_.MessageBytes(100 << 10), 100u << 10);
}

TEST_F(OpenStreamsTest, ManyHaveTheSmallestOnes) {
  Open(1000);
  EXPECT_EQ(streams_.MessageBytes(kMax), OpenStreams::kMinMessageBytes);
  EXPECT_EQ(streams_.PieceBytes(), OpenStreams::kSmallPieceBytes);
}

TEST_F(OpenStreamsTest, NeverExceedsTheMaximum) {
  Open(1000);
  EXPECT_EQ(streams_.MessageBytes(1), 1u);
}

TEST_F(OpenStreamsTest, CountsOnlyThoseThatAreOpen) {
  Open(1000);
  open_.clear();
  EXPECT_EQ(streams_.MessageBytes(kMax), kMax);
  EXPECT_EQ(streams_.PieceBytes(), OpenStreams::kPieceBytes);
}

}  // namespace
}  // namespace backlinks::stream
