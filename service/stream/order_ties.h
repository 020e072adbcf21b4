// The error ORDER_TIES: no page can begin after the rows that were read.
//
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_STREAM_ORDER_TIES_H_
#define BACKLINKS_SERVICE_STREAM_ORDER_TIES_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "service/model/query.h"

namespace backlinks::stream {

// Returns the error for `rows` rows or more that are equal in every column.
absl::Status TooManyTies(int64_t rows);

// Returns the error for `rows` consecutive rows that are too long in the
// columns of the order.
absl::Status TooManyLongRows(int64_t rows, const std::vector<OrderKey>& order);

// Returns the error for more than `limit` bytes of rows that arrived before
// rows that precede them.
absl::Status TooManyPendingBytes(size_t limit);

}  // namespace backlinks::stream

#endif  // BACKLINKS_SERVICE_STREAM_ORDER_TIES_H_
