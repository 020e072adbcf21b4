#include "service/exchange/fair_queue.h"

#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

namespace backlinks::exchange {
namespace {

std::vector<int> PopAll(FairQueue<int>& queue) {
  std::vector<int> items;
  while (!queue.empty()) {
    items.push_back(queue.Front());
    queue.PopFront();
  }
  return items;
}

FairQueue<int> QueueOf(const std::vector<std::pair<std::string, int>>& items) {
  FairQueue<int> queue;
  for (const auto& [caller, item] : items) queue.Push(caller, item);
  return queue;
}

TEST(FairQueue, KeepsTheOrderOfOneCaller) {
  FairQueue<int> queue = QueueOf({{"a", 3}, {"a", 1}, {"a", 2}});
  EXPECT_EQ(PopAll(queue), (std::vector<int>{3, 1, 2}));
}

TEST(FairQueue, GivesEachCallerATurn) {
  FairQueue<int> queue =
      QueueOf({{"a", 1}, {"a", 2}, {"a", 3}, {"b", 11}, {"", 21}, {"b", 12}});
  EXPECT_EQ(PopAll(queue), (std::vector<int>{1, 11, 21, 2, 12, 3}));
}

TEST(FairQueue, PutsANewCallerAfterThoseThatWait) {
  FairQueue<int> queue = QueueOf({{"a", 1}, {"a", 2}, {"b", 11}, {"b", 12}});
  queue.PopFront();
  queue.Push("c", 21);
  EXPECT_EQ(PopAll(queue), (std::vector<int>{11, 2, 21, 12}));
}

TEST(FairQueue, DoesNotKeepTheTurnOfACallerThatLeft) {
  FairQueue<int> queue = QueueOf({{"a", 1}, {"b", 11}, {"b", 12}});
  queue.Remove("a", 1);
  queue.Push("a", 2);
  EXPECT_EQ(PopAll(queue), (std::vector<int>{11, 2, 12}));
}

TEST(FairQueue, RemovesOneItemOnly) {
  FairQueue<int> queue = QueueOf({{"a", 1}, {"a", 2}, {"a", 3}, {"b", 11}});
  queue.Remove("a", 2);
  queue.Remove("a", 11);
  queue.Remove("c", 1);
  EXPECT_EQ(PopAll(queue), (std::vector<int>{1, 11, 3}));
  queue.Remove("a", 1);
  EXPECT_TRUE(queue.empty());
}

TEST(FairQueue, KnowsThePositionOfEachItem) {
  const std::vector<std::pair<std::string, int>> items = {
      {"a", 1},  {"b", 11}, {"a", 2},  {"a", 3},  {"c", 21},
      {"b", 12}, {"a", 4},  {"a", 5},  {"c", 22}, {"d", 31},
      {"c", 23}, {"c", 24}, {"c", 25}, {"c", 26}};
  FairQueue<int> queue = QueueOf(items);
  queue.PopFront();  // So that "a" has its turn last.
  FairQueue<int> copy = queue;
  const std::vector<int> order = PopAll(copy);
  ASSERT_EQ(order.size(), items.size() - 1);
  for (size_t i = 0; i < order.size(); ++i) {
    for (const auto& [caller, item] : items) {
      if (item != order[i]) continue;
      EXPECT_EQ(queue.Position(caller, item), static_cast<int64_t>(i)) << item;
    }
  }
}

}  // namespace
}  // namespace backlinks::exchange
