// The flags for the upstream: where rows come from, and how they are requested.
#ifndef BACKLINKS_SERVICE_CONFIG_FLAGS_UPSTREAM_H_
#define BACKLINKS_SERVICE_CONFIG_FLAGS_UPSTREAM_H_

#include "CLI/App.hpp"
#include "service/config/options.h"

namespace backlinks {

// Adds these flags to `app`, on behalf of DefineFlags.
void DefineUpstreamFlags(CLI::App& app, Options& options);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_CONFIG_FLAGS_UPSTREAM_H_
