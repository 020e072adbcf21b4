// A queue that is shared fairly by callers: one item of each caller in turn
// (round robin), and the items of one caller in the order in which they came.
//
// A caller whose first item comes has its turn after the callers that already
// wait. So an item waits for the items before it of the same caller, and for at
// most one item of each other caller for each of these and for itself.
// Memory:  only callers with items take any.
// Threads: one at a time.
#ifndef BACKLINKS_SERVICE_EXCHANGE_FAIR_QUEUE_H_
#define BACKLINKS_SERVICE_EXCHANGE_FAIR_QUEUE_H_

#include <algorithm>
#include <cstdint>
#include <deque>
#include <list>
#include <string>
#include <string_view>

namespace backlinks::exchange {

// `Item` is a small type that can be compared, such as a pointer. No item may
// be in the queue twice.
template <typename Item>
class FairQueue {
 public:
  bool empty() const { return queues_.empty(); }

  void Push(std::string_view caller, Item item) {
    const auto queue = Find(caller);
    if (queue == queues_.end()) {
      queues_.push_back({std::string(caller), {item}});
    } else {
      queue->items.push_back(item);
    }
  }

  // The next item. The queue must not be empty.
  Item Front() const { return queues_.front().items.front(); }

  void PopFront() {
    const auto queue = queues_.begin();
    queue->items.pop_front();
    if (queue->items.empty()) {
      queues_.erase(queue);
    } else {
      queues_.splice(queues_.end(), queues_, queue);
    }
  }

  // Has no effect if the caller has no such item.
  void Remove(std::string_view caller, Item item) {
    const auto queue = Find(caller);
    if (queue == queues_.end()) return;
    std::deque<Item>& items = queue->items;
    items.erase(std::remove(items.begin(), items.end(), item), items.end());
    if (items.empty()) queues_.erase(queue);
  }

  // Returns how many items leave before this one if none is added or removed.
  // The caller must have the item.
  int64_t Position(std::string_view caller, Item item) const {
    int64_t own = 0;
    for (const CallerQueue& queue : queues_) {
      if (queue.caller == caller) own = IndexIn(queue.items, item);
    }
    int64_t position = own;
    // Callers before it have one turn more.
    int64_t turns = own + 1;
    for (const CallerQueue& queue : queues_) {
      if (queue.caller == caller) {
        turns = own;
      } else {
        position += std::min(turns, static_cast<int64_t>(queue.items.size()));
      }
    }
    return position;
  }

 private:
  struct CallerQueue {
    std::string caller;
    std::deque<Item> items;  // Never empty between calls.
  };

  static int64_t IndexIn(const std::deque<Item>& items, Item item) {
    return std::find(items.begin(), items.end(), item) - items.begin();
  }

  // Linear, because only those who wait are here.
  typename std::list<CallerQueue>::iterator Find(std::string_view caller) {
    return std::find_if(
        queues_.begin(), queues_.end(),
        [&](const CallerQueue& queue) { return queue.caller == caller; });
  }

  std::list<CallerQueue> queues_;  // The first one has the next turn.
};

}  // namespace backlinks::exchange

#endif  // BACKLINKS_SERVICE_EXCHANGE_FAIR_QUEUE_H_
