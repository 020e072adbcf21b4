// Counts the bytes that this program allocates with operator new, which the
// source file replaces.
#ifndef BACKLINKS_TESTS_STREAM_ALLOCATED_BYTES_H_
#define BACKLINKS_TESTS_STREAM_ALLOCATED_BYTES_H_

#include <cstdint>

namespace backlinks::stream::testing_fakes {

// The bytes that the calling thread has allocated since it began, whether they
// were freed or not.
int64_t AllocatedBytes();

}  // namespace backlinks::stream::testing_fakes

#endif  // BACKLINKS_TESTS_STREAM_ALLOCATED_BYTES_H_
