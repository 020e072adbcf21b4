// Keeps the sorted keys of the queries whose pages were requested last, so that
// a further page needs no sort.
//
// Limits:  kMaxBytes and kMaxQueries for all queries together. The queries used
//          least recently are removed first.
// Threads: every method may be called from any thread.
#ifndef BACKLINKS_SERVICE_EMBEDDED_SORTED_KEYS_H_
#define BACKLINKS_SERVICE_EMBEDDED_SORTED_KEYS_H_

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace backlinks::embedded {

// The keys of all rows of a query, as in PageKeys, in half the memory.
struct SortedKeys {
  std::vector<uint32_t> keys;
  int width = 1;
  // Whether there are too many keys to keep, or greater ones. `keys` is then
  // empty.
  bool is_too_large = false;

  size_t row_count() const { return keys.size() / width; }
};
using SortedKeysPtr = std::shared_ptr<const SortedKeys>;

class SortedKeysCache {
 public:
  static constexpr size_t kMaxBytes = size_t{32} << 20;
  static constexpr size_t kMaxQueries = 1024;

  explicit SortedKeysCache(size_t max_bytes = kMaxBytes)
      : max_bytes_(max_bytes) {}

  // The maximum number of keys of one query.
  size_t max_keys() const { return max_bytes_ / sizeof(uint32_t) / 2; }

  // Returns the keys of a query, or null. `query` must identify the query and
  // the version of the database.
  SortedKeysPtr Find(const std::string& query);
  void Insert(const std::string& query, SortedKeysPtr keys);

  size_t bytes() const;

 private:
  using Entry = std::pair<std::string, SortedKeysPtr>;

  static size_t BytesOf(const Entry& entry);
  std::list<Entry>::iterator FindLocked(const std::string& query);

  const size_t max_bytes_;
  mutable std::mutex mutex_;
  std::list<Entry> entries_;  // The latest one is first.
  size_t bytes_ = 0;
};

}  // namespace backlinks::embedded

#endif  // BACKLINKS_SERVICE_EMBEDDED_SORTED_KEYS_H_
