// The error ROWS_CHANGED: the upstream sent other rows than before.
//
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_STREAM_ROWS_CHANGED_H_
#define BACKLINKS_SERVICE_STREAM_ROWS_CHANGED_H_

#include <cstdint>

#include "absl/status/status.h"

namespace backlinks::stream {

// `row` is the number of the row at which this was detected, from 1.
absl::Status RowsChanged(int64_t row);

}  // namespace backlinks::stream

#endif  // BACKLINKS_SERVICE_STREAM_ROWS_CHANGED_H_
