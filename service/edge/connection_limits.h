// How many connections may be open at the same time.
#ifndef BACKLINKS_SERVICE_EDGE_CONNECTION_LIMITS_H_
#define BACKLINKS_SERVICE_EDGE_CONNECTION_LIMITS_H_

#include <cstdint>

namespace backlinks::edge {

struct ConnectionLimits {
  int64_t total = 0;
  int64_t per_peer = 0;  // For one IP address, or one /64 of IPv6.
};

}  // namespace backlinks::edge

#endif  // BACKLINKS_SERVICE_EDGE_CONNECTION_LIMITS_H_
