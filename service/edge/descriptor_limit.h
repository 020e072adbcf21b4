// The file descriptors of the process, and how many connections they allow.
//
// Threads: any.
#ifndef BACKLINKS_SERVICE_EDGE_DESCRIPTOR_LIMIT_H_
#define BACKLINKS_SERVICE_EDGE_DESCRIPTOR_LIMIT_H_

#include <cstdint>
#include <string>

#include "service/edge/connection_limits.h"

namespace backlinks::edge {

// Raises the process's limit of open descriptors (RLIMIT_NOFILE) to the maximum
// that the system allows it. Returns the limit that then holds.
int64_t RaiseDescriptorLimit();

// What the descriptors of a process are for.
struct DescriptorNeeds {
  int64_t descriptors = 0;  // The limit.
  // What the upstream may need. If it is too much, it gets half of the limit
  // together with everything else that is not a connection.
  int64_t upstream = 0;
  int64_t max_connections = 0;           // 0: derive it.
  int64_t max_connections_per_peer = 0;  // 0: derive it.
};

struct DerivedLimits {
  ConnectionLimits limits;
  std::string warning;  // Empty if the configured maximum is possible.
};

// A connection needs two descriptors: one of gRPC, one of ConnectionTable.
DerivedLimits DeriveConnectionLimits(const DescriptorNeeds& needs);

}  // namespace backlinks::edge

#endif  // BACKLINKS_SERVICE_EDGE_DESCRIPTOR_LIMIT_H_
