// The flags for the upstream: where rows come from, and how they are requested.
#ifndef BACKLINKS_SERVICE_CONFIG_FLAGS_UPSTREAM_H_
#define BACKLINKS_SERVICE_CONFIG_FLAGS_UPSTREAM_H_

#include <vector>

#include "service/config/flag.h"

namespace backlinks::config {

// Returns these flags, which are a part of Flags().
std::vector<Flag> UpstreamFlags();

}  // namespace backlinks::config

#endif  // BACKLINKS_SERVICE_CONFIG_FLAGS_UPSTREAM_H_
