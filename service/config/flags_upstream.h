// The flags that say where the rows come from, and how they are asked for.
#ifndef BACKLINKS_SERVICE_CONFIG_FLAGS_UPSTREAM_H_
#define BACKLINKS_SERVICE_CONFIG_FLAGS_UPSTREAM_H_

#include "CLI/App.hpp"
#include "service/config/options.h"

namespace backlinks {

// As DefineFlags does, which calls it.
void DefineUpstreamFlags(CLI::App& app, Options& options);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_CONFIG_FLAGS_UPSTREAM_H_
