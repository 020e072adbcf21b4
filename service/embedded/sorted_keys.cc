#include "service/embedded/sorted_keys.h"

#include <algorithm>

namespace backlinks::embedded {

size_t SortedKeysCache::BytesOf(const Entry& entry) {
  return sizeof(Entry) + sizeof(SortedKeys) + entry.first.capacity() +
         entry.second->keys.capacity() * sizeof(uint32_t);
}

std::list<SortedKeysCache::Entry>::iterator SortedKeysCache::FindLocked(
    const std::string& query) {
  return std::find_if(
      entries_.begin(), entries_.end(),
      [&query](const Entry& entry) { return entry.first == query; });
}

SortedKeysPtr SortedKeysCache::Find(const std::string& query) {
  const std::lock_guard lock(mutex_);
  const auto found = FindLocked(query);
  if (found == entries_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, found);
  return found->second;
}

void SortedKeysCache::Insert(const std::string& query, SortedKeysPtr keys) {
  const std::lock_guard lock(mutex_);
  // Another request may have sorted the same query at the same time.
  if (FindLocked(query) != entries_.end()) return;
  entries_.emplace_front(query, std::move(keys));
  bytes_ += BytesOf(entries_.front());
  while (bytes_ > max_bytes_ || entries_.size() > kMaxQueries) {
    bytes_ -= BytesOf(entries_.back());
    entries_.pop_back();
  }
}

size_t SortedKeysCache::bytes() const {
  const std::lock_guard lock(mutex_);
  return bytes_;
}

}  // namespace backlinks::embedded
