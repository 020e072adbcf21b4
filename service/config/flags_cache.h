// The flags of the cache of upstream pages.
#ifndef BACKLINKS_SERVICE_CONFIG_FLAGS_CACHE_H_
#define BACKLINKS_SERVICE_CONFIG_FLAGS_CACHE_H_

#include <vector>

#include "service/config/flag.h"
#include "service/config/options.h"

namespace backlinks::config {

std::vector<Flag> CacheFlags();

// Sets the options that depend on other ones. The upstream must be known.
void CompleteCache(Options& options);

}  // namespace backlinks::config

#endif  // BACKLINKS_SERVICE_CONFIG_FLAGS_CACHE_H_
