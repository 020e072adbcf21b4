// Counts of the open calls of every method.
#ifndef BACKLINKS_SERVICE_MODEL_OPEN_CALL_COUNTS_H_
#define BACKLINKS_SERVICE_MODEL_OPEN_CALL_COUNTS_H_

#include <cstdint>

namespace backlinks {

struct OpenCallCounts {
  int64_t open = 0;              // That have a slot.
  int64_t awaited_requests = 0;  // Those whose request is not complete.
  int64_t max = 0;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_MODEL_OPEN_CALL_COUNTS_H_
