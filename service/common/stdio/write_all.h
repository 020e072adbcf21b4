// Writes to a descriptor until everything is written.
#ifndef BACKLINKS_SERVICE_COMMON_STDIO_WRITE_ALL_H_
#define BACKLINKS_SERVICE_COMMON_STDIO_WRITE_ALL_H_

#include <string_view>

namespace backlinks {

// Writes `bytes` and removes from it what was written. Waits if the descriptor
// is nonblocking, because the other end of a pipe may have made it so for both.
// Returns 0, or the errno of the write that failed.
int WriteAll(int descriptor, std::string_view& bytes);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_COMMON_STDIO_WRITE_ALL_H_
