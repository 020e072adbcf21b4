#include "service/cache/page_buffer.h"

#include <algorithm>
#include <memory>
#include <random>
#include <string>

#include "gtest/gtest.h"
#include "service/cache/memory_limit.h"

namespace backlinks::cache {
namespace {

std::string RandomText(std::mt19937_64& random, size_t size) {
  std::string text(size, '\0');
  for (char& c : text) c = static_cast<char>('a' + random() % 26);
  return text;
}

// Appends and reads in any order. Pieces are compared only before the next one
// is read, after more was appended.
void CheckRandomOrder(uint64_t seed, bool drops) {
  std::mt19937_64 random(seed);
  PageBuffer buffer;
  if (drops) buffer.DropRead();
  std::string written;
  std::string read;
  const int steps = 1 + static_cast<int>(random() % 30);
  for (int i = 0; i < steps; ++i) {
    const std::string_view piece = buffer.Next();
    const size_t size = random() % 3 == 0 ? random() % 200'000 : random() % 99;
    const std::string text = RandomText(random, size);
    buffer.Append(text);
    written += text;
    EXPECT_LE(piece.size(), kMaxPieceBytes);
    read += piece;
    ASSERT_EQ(buffer.has_unread(), read.size() < written.size());
  }
  if (!drops) {
    ASSERT_EQ(buffer.Join(), written);
    const bool switches = random() % 2 == 0;
    if (switches) buffer.SwitchTo(std::make_shared<std::string>(written));
  }
  while (buffer.has_unread()) read += buffer.Next();
  EXPECT_EQ(buffer.Next(), "");
  EXPECT_EQ(read, written);
}

TEST(PageBuffer, ReturnsWhatWasAppended) {
  for (uint64_t seed = 0; seed < 200; ++seed) CheckRandomOrder(seed, false);
}

TEST(PageBuffer, ReturnsWhatWasAppendedIfItDropsWhatWasRead) {
  for (uint64_t seed = 0; seed < 200; ++seed) CheckRandomOrder(seed, true);
}

TEST(PageBuffer, IsEmptyAtFirst) {
  PageBuffer buffer;
  EXPECT_FALSE(buffer.has_unread());
  EXPECT_EQ(buffer.Next(), "");
  EXPECT_EQ(buffer.Join(), "");
  buffer.Append("");
  EXPECT_FALSE(buffer.has_unread());
}

TEST(MemoryLimit, CountsWhatIsUsed) {
  const auto limit = std::make_shared<MemoryLimit>(10);
  {
    MemoryUse one(limit);
    EXPECT_TRUE(one.Grow(4));
    EXPECT_TRUE(one.Grow(2));
    MemoryUse two(limit);
    EXPECT_FALSE(two.Grow(5));
    EXPECT_TRUE(two.Grow(4));
    EXPECT_FALSE(one.Grow(1));
    EXPECT_TRUE(one.Grow(0));
    EXPECT_EQ(limit->used(), 10u);
    const MemoryUse moved(std::move(one));
    EXPECT_EQ(limit->used(), 10u);
  }
  EXPECT_EQ(limit->used(), 0u);
}

}  // namespace
}  // namespace backlinks::cache
