// Caches which column a key belongs to, so that a lookup is mostly one string
// comparison: the rows of a document usually have their keys in the same order,
// so the n-th key of a row is usually the n-th key of the row before.
//
// Holds:  the first 64 keys of a row.
// Threads: one at a time.
#ifndef BACKLINKS_SERVICE_DECODE_COLUMN_LOOKUP_CACHE_H_
#define BACKLINKS_SERVICE_DECODE_COLUMN_LOOKUP_CACHE_H_

#include <array>
#include <functional>
#include <string>
#include <string_view>

namespace backlinks::decode {

class ColumnLookupCache {
 public:
  // `column_of` must outlive this.
  explicit ColumnLookupCache(
      const std::function<int(std::string_view)>& column_of)
      : column_of_(column_of) {}

  // Starts a new row.
  void Restart() { next_ = 0; }

  // Returns the column of the row's next key, as `column_of` does.
  int ColumnOf(std::string_view key) {
    if (next_ == entries_.size()) return column_of_(key);
    Entry& entry = entries_[next_++];
    if (entry.column < 0 || entry.key != key) {
      entry.key = key;
      entry.column = column_of_(key);
    }
    return entry.column;
  }

 private:
  struct Entry {
    std::string key;
    int column = -1;  // -1 if unused.
  };
  const std::function<int(std::string_view)>& column_of_;
  std::array<Entry, 64> entries_;
  size_t next_ = 0;
};

}  // namespace backlinks::decode

#endif  // BACKLINKS_SERVICE_DECODE_COLUMN_LOOKUP_CACHE_H_
