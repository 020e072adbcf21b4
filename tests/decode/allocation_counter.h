// Counts what this program allocates with operator new, which counting
// replaces.
#ifndef BACKLINKS_TESTS_DECODE_ALLOCATION_COUNTER_H_
#define BACKLINKS_TESTS_DECODE_ALLOCATION_COUNTER_H_

#include <cstdint>

namespace backlinks::decode::decode_testing {

struct Allocations {
  int64_t count = 0;       // Since the program began.
  int64_t live_bytes = 0;  // Now.
  int64_t peak_bytes = 0;  // The most at once since ResetPeak.
};

Allocations GetAllocations();
void ResetPeak();

}  // namespace backlinks::decode::decode_testing

#endif  // BACKLINKS_TESTS_DECODE_ALLOCATION_COUNTER_H_
