// The values of a row in the columns of an order.
//
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_STREAM_KEYSET_KEYS_H_
#define BACKLINKS_SERVICE_STREAM_KEYSET_KEYS_H_

#include <cstddef>
#include <vector>

#include "service/model/keyset_position.h"
#include "service/model/query.h"
#include "service/model/row.h"

namespace backlinks {

// In the columns of `order` from the one at `first` on.
std::vector<KeyValue> KeysOf(const Row& row, const std::vector<OrderKey>& order,
                             size_t first = 0);

// What they take up where they are written.
size_t BytesOf(const std::vector<KeyValue>& keys);

// Most servers take a request line of 64 KiB at the most. The condition on a
// page's beginning repeats the keys, and percent-encoding may triple them.
inline constexpr size_t kMaxKeyBytes = 8 << 10;

// Whether a page can begin at a row with these keys: they fit into a request
// and into a token.
inline bool CanBeginPage(const std::vector<KeyValue>& keys) {
  return BytesOf(keys) <= kMaxKeyBytes;
}

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_STREAM_KEYSET_KEYS_H_
