// Which sorted keys are kept, and for how long.
#include "service/embedded/sorted_keys.h"

#include <memory>
#include <string>

#include "gtest/gtest.h"

namespace backlinks::embedded {
namespace {

SortedKeysPtr Keys(size_t count) {
  SortedKeys sorted;
  sorted.keys.assign(count, 7);
  sorted.keys.shrink_to_fit();
  return std::make_shared<const SortedKeys>(std::move(sorted));
}

TEST(SortedKeysCache, RemovesTheQueryUsedLeastRecently) {
  SortedKeysCache cache(10'000);
  cache.Insert("a", Keys(1000));
  cache.Insert("b", Keys(1000));
  EXPECT_NE(cache.Find("a"), nullptr);
  cache.Insert("c", Keys(1000));
  EXPECT_EQ(cache.Find("b"), nullptr);
  EXPECT_NE(cache.Find("a"), nullptr);
  EXPECT_NE(cache.Find("c"), nullptr);
  EXPECT_LE(cache.bytes(), 10'000u);
}

TEST(SortedKeysCache, NeverExceedsItsBytes) {
  SortedKeysCache cache(10'000);
  cache.Insert("small", Keys(10));
  cache.Insert("large", Keys(2600));
  EXPECT_EQ(cache.Find("large"), nullptr);
  EXPECT_EQ(cache.bytes(), 0u);
}

TEST(SortedKeysCache, CountsTheTextOfTheQuery) {
  SortedKeysCache cache(10'000);
  cache.Insert(std::string(20'000, 'q'), Keys(1));
  EXPECT_EQ(cache.bytes(), 0u);
}

TEST(SortedKeysCache, KeepsTheFirstKeysOfAQuery) {
  SortedKeysCache cache(10'000);
  const SortedKeysPtr first = Keys(5);
  cache.Insert("a", first);
  const size_t bytes = cache.bytes();
  cache.Insert("a", Keys(5));
  EXPECT_EQ(cache.Find("a"), first);
  EXPECT_EQ(cache.bytes(), bytes);
}

TEST(SortedKeysCache, KeepsALimitedNumberOfQueries) {
  SortedKeysCache cache;
  for (size_t i = 0; i <= SortedKeysCache::kMaxQueries; ++i) {
    cache.Insert(std::to_string(i), Keys(1));
  }
  EXPECT_EQ(cache.Find("0"), nullptr);
  EXPECT_NE(cache.Find("1"), nullptr);
}

}  // namespace
}  // namespace backlinks::embedded
