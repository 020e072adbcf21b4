// Extracts the values of a row in the columns of an order.
//
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_STREAM_KEYSET_KEYS_H_
#define BACKLINKS_SERVICE_STREAM_KEYSET_KEYS_H_

#include <cstddef>
#include <vector>

#include "service/model/keyset_position.h"
#include "service/model/query.h"
#include "service/model/row.h"

namespace backlinks::stream {

// Returns the values in the columns of `order`, starting with the column at
// index `first`.
std::vector<KeyValue> KeysOf(const Row& row, const std::vector<OrderKey>& order,
                             size_t first = 0);

// Whether both rows have the same values there.
bool HaveEqualKeys(const Row& a, const Row& b,
                   const std::vector<OrderKey>& order);

// The size in bytes of what KeysOf returns, when it is encoded.
size_t BytesOfKeys(const Row& row, const std::vector<OrderKey>& order,
                   size_t first = 0);

// Most servers limit a request line to 64 KiB. The condition on a page's
// beginning repeats the keys, and percent-encoding may triple them.
inline constexpr size_t kMaxKeyBytes = 8 << 10;

// Whether a page can begin at a row: its keys are small enough for a request
// and a token.
inline bool CanBeginPage(const Row& row, const std::vector<OrderKey>& order,
                         size_t first = 0) {
  return BytesOfKeys(row, order, first) <= kMaxKeyBytes;
}

}  // namespace backlinks::stream

#endif  // BACKLINKS_SERVICE_STREAM_KEYSET_KEYS_H_
