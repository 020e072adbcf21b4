// The bytes of a TCP connection, as the kernel counts them.
#ifndef BACKLINKS_SERVICE_EDGE_BYTE_COUNTS_H_
#define BACKLINKS_SERVICE_EDGE_BYTE_COUNTS_H_

#include <cstdint>

namespace backlinks::edge {

// Since the accept.
struct ByteCounts {
  // Those that the process has read. May be too high by what arrives meanwhile,
  // and so decrease.
  int64_t received = 0;
  int64_t sent = 0;
};

// Returns zeros for what is no TCP socket.
ByteCounts ReadByteCounts(int fd);

}  // namespace backlinks::edge

#endif  // BACKLINKS_SERVICE_EDGE_BYTE_COUNTS_H_
