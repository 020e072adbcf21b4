// ORDER_TIES: no page can begin after the rows that were read.
//
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_STREAM_ORDER_TIES_H_
#define BACKLINKS_SERVICE_STREAM_ORDER_TIES_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "service/model/query.h"

namespace backlinks {

// So many rows, or more, are equal in every column.
absl::Status TooManyTies(int64_t rows);

// So many rows in succession are too long in the columns of the order.
absl::Status TooManyLongRows(int64_t rows, const std::vector<OrderKey>& order);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_STREAM_ORDER_TIES_H_
