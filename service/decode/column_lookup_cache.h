// Which column a key is, at the price of one comparison: rows of a document
// have their keys in the same order, so the key at a place is most often the
// one that stood there in the row before.
//
// Holds:  the first 64 keys of a row.
// Threads: one at a time.
#ifndef BACKLINKS_SERVICE_DECODE_COLUMN_LOOKUP_CACHE_H_
#define BACKLINKS_SERVICE_DECODE_COLUMN_LOOKUP_CACHE_H_

#include <array>
#include <functional>
#include <string>
#include <string_view>

namespace backlinks {

class ColumnLookupCache {
 public:
  // `column_of` must outlive this.
  explicit ColumnLookupCache(
      const std::function<int(std::string_view)>& column_of)
      : column_of_(column_of) {}

  // A new row.
  void Restart() { next_ = 0; }

  // What column_of says of the row's next key.
  int ColumnOf(std::string_view key) {
    if (next_ == places_.size()) return column_of_(key);
    Place& place = places_[next_++];
    if (place.column < 0 || place.key != key) {
      place.key = key;
      place.column = column_of_(key);
    }
    return place.column;
  }

 private:
  struct Place {
    std::string key;
    int column = -1;  // None yet.
  };
  const std::function<int(std::string_view)>& column_of_;
  std::array<Place, 64> places_;
  size_t next_ = 0;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_DECODE_COLUMN_LOOKUP_CACHE_H_
